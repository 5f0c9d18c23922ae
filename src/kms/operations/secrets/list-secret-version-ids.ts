import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { SecretVersionListing } from '../../secrets/secret-version-listing.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';
import { VersionStages } from '../shapes/version-stages.ts';

export class ListSecretVersionIdsRequest {
  @SecretName() SecretName: string;
  @Optional() @Flag() IncludeDeprecated: boolean = false;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

class ListedVersion {
  @Member() VersionId: string;
  @Member() CreateTime: string;
  @Member() VersionStages: VersionStages;
}

class VersionIdList {
  @Member([ListedVersion]) VersionId: ListedVersion[];
}

export class ListSecretVersionIdsResponse {
  @Member() SecretName: string;
  @Member() VersionIds: VersionIdList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

@KmsAction({
  request: ListSecretVersionIdsRequest,
  response: ListSecretVersionIdsResponse,
  route: 'GET /kms/secrets/{SecretName}/versions',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class ListSecretVersionIds implements ActionHandler<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> {
  constructor(private readonly versions: SecretVersionListing) {}

  async handle(caller: Caller, request: ListSecretVersionIdsRequest): Promise<ListSecretVersionIdsResponse> {
    const { SecretName, IncludeDeprecated: withDeprecated, PageNumber, PageSize } = request;
    const page = { number: PageNumber, size: PageSize };
    const { name, items, total } = await this.versions.list(caller, SecretName, { withDeprecated, page });
    const VersionId = items.map(({ versionId, createdAt, stages }) => ({
      VersionId: versionId,
      CreateTime: wireTime(createdAt),
      VersionStages: { VersionStage: stages },
    }));
    return { SecretName: name, VersionIds: { VersionId }, PageNumber, PageSize, TotalCount: total };
  }
}
