import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, Text, Whole } from '../../../gateway/fields.ts';
import type { SecretSummary } from '../../../kms/kms.api.ts';
import { PageTokens, type PagedList } from '../../../sealing/page-tokens.api.ts';
import { KmsSecretImport } from '../../hosts/kms-secret-import.service.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, NumericObjectId } from '../bastionhost-fields.ts';

export class ListImportableKMSSecretsForHostRequest {
  @NumericObjectId() HostId: number;
  @Optional() @InstanceId() InstanceId?: string;
  @Optional() @Text(1, 192) Keyword?: string;
  @Optional() @Whole(1, 100) MaxResults: number = 20;
  @Optional() @Text(1, 512) NextToken?: string;
}

export class ImportableSecret {
  @Member() SecretName: string;
  @Member() SecretType: string;
  /** JSON text: a list of objects with TagKey and TagValue. */
  @Member() Tags: string;
}

export class ListImportableKMSSecretsForHostResponse {
  @Member() MaxResults: number;
  @Member() NextToken?: string;
  @Member([ImportableSecret]) Secrets: ImportableSecret[];
}

@BastionhostAction({
  request: ListImportableKMSSecretsForHostRequest,
  response: ListImportableKMSSecretsForHostResponse,
  route: 'GET /bastionhost/hosts/{HostId}/importable-kms-secrets',
})
export class ListImportableKMSSecretsForHost implements ActionHandler<
  ListImportableKMSSecretsForHostRequest,
  ListImportableKMSSecretsForHostResponse
> {
  constructor(
    private readonly secrets: KmsSecretImport,
    private readonly tokens: PageTokens,
  ) {}

  async handle(
    caller: Caller,
    request: ListImportableKMSSecretsForHostRequest,
  ): Promise<ListImportableKMSSecretsForHostResponse> {
    const { MaxResults, NextToken, ...question } = request;
    const list = { operation: 'yundun-bastionhost:ListImportableKMSSecretsForHost', question };
    const after = NextToken === undefined ? '' : this.nameAfter(caller, list, NextToken);
    // One more than asked for tells whether there is a next page.
    const query = { keyword: request.Keyword ?? '', after, limit: MaxResults + 1 };
    const found = await this.secrets.importable(caller, request.InstanceId, String(request.HostId), query);
    const page = found.slice(0, MaxResults);
    const last = found.length > MaxResults ? page.at(-1) : undefined;
    return {
      MaxResults,
      NextToken: last && this.tokens.write(caller, list, [last.name]),
      Secrets: page.map(itemOf),
    };
  }

  // Pages go on after the last name: they hold when secrets come and go between them.
  private nameAfter(caller: Caller, list: PagedList, token: string): string {
    const position = this.tokens.read(caller, list, token);
    if (!position) throw invalidParameter('NextToken');
    return position[0] ?? '';
  }
}

function itemOf({ name, type, tags }: SecretSummary): ImportableSecret {
  const wireTags = tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
  return { SecretName: name, SecretType: type, Tags: JSON.stringify(wireTags) };
}
