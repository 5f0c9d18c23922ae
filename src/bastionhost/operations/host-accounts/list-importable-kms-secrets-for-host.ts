import type { Caller } from '../../../common/caller.ts';
import { Member, Optional, Text, Whole } from '../../../gateway/fields.ts';
import { Paging } from '../../../gateway/paging.ts';
import type { SecretSummary } from '../../../kms/kms.api.ts';
import { KmsSecretImport } from '../../hosts/kms-secret-import.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
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
  /** A JSON array of objects with TagKey and TagValue. */
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
export class ListImportableKMSSecretsForHost implements BastionHandler<
  ListImportableKMSSecretsForHostRequest,
  ListImportableKMSSecretsForHostResponse
> {
  constructor(
    private readonly secrets: KmsSecretImport,
    private readonly paging: Paging,
  ) {}

  async handle(
    bastion: Bastion,
    request: ListImportableKMSSecretsForHostRequest,
    caller: Caller,
  ): Promise<ListImportableKMSSecretsForHostResponse> {
    const { HostId, Keyword: keyword = '', MaxResults } = request;
    const list = this.paging.listFor(caller, ListImportableKMSSecretsForHost, request);
    const page = { limit: MaxResults, after: list.after?.[0] };
    const { items, next } = await this.secrets.importable(caller, bastion, { hostId: String(HostId), keyword }, page);
    return {
      MaxResults,
      NextToken: list.tokenAfter(next === undefined ? undefined : [next]),
      Secrets: items.map(itemOf),
    };
  }
}

function itemOf({ name, type, tags }: SecretSummary): ImportableSecret {
  const wireTags = tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
  return { SecretName: name, SecretType: type, Tags: JSON.stringify(wireTags) };
}
