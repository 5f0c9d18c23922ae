import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Member, Optional, Text, Whole } from '../../gateway/fields.ts';
import type { SecretSummary } from '../../kms/kms.api.ts';
import { KmsSecretImport } from '../assets/kms-secret-import.service.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import { BastionhostAction } from './bastionhost-action.ts';
import { InstanceId, NumericObjectId } from './bastionhost-fields.ts';

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
  constructor(private readonly secrets: KmsSecretImport) {}

  async handle(
    caller: Caller,
    request: ListImportableKMSSecretsForHostRequest,
  ): Promise<ListImportableKMSSecretsForHostResponse> {
    const { MaxResults, Keyword: keyword = '', NextToken } = request;
    // One more than asked for tells whether there is a next page.
    const query = { keyword, after: NextToken === undefined ? '' : readToken(NextToken), limit: MaxResults + 1 };
    const found = await this.secrets.importable(caller, request.InstanceId, String(request.HostId), query);
    const page = found.slice(0, MaxResults);
    return {
      MaxResults,
      NextToken: found.length > MaxResults ? writeToken(page.at(-1)?.name ?? '') : undefined,
      Secrets: page.map(itemOf),
    };
  }
}

function itemOf({ name, type, tags }: SecretSummary): ImportableSecret {
  const wireTags = tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
  return { SecretName: name, SecretType: type, Tags: JSON.stringify(wireTags) };
}

// The last name of a page: pages hold when secrets come and go between them.
function writeToken(lastName: string): string {
  return Buffer.from(lastName).toString('base64url');
}

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (writeToken(name) !== token) throw invalidParameter('NextToken');
  return name;
}
