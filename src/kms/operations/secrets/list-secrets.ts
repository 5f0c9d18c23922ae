import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Json, ListOf, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import type { SecretFilter } from '../../kms.api.ts';
import { SecretDirectory } from '../../secrets/secret-directory.ts';
import { secretFilterNames } from '../../secrets/secret-filters.ts';
import { secretsArn } from '../../secrets/secret-name.ts';
import type { Secret } from '../../secrets/secret.entity.ts';
import { KmsAction } from '../kms-action.ts';
import { showTags, TagList } from '../shapes/tag.ts';

class Filter {
  @OneOf(...secretFilterNames) Key: SecretFilter['key'];
  @ListOf(String, { max: 10 }) Values: string[];
}

export class ListSecretsRequest {
  @Optional() @Json(Filter, { max: 10 }) Filters: Filter[] = [];
  @Optional() @Flag() FetchTags: boolean = false;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

class ListedSecret {
  @Member() SecretName: string;
  @Member() SecretType: string;
  @Member() CreateTime: string;
  @Member() UpdateTime: string;
  @Member() PlannedDeleteTime?: string;
  @Member() Tags?: TagList;
}

class SecretList {
  @Member([ListedSecret]) Secret: ListedSecret[];
}

export class ListSecretsResponse {
  @Member() SecretList: SecretList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

@KmsAction({
  request: ListSecretsRequest,
  response: ListSecretsResponse,
  route: 'GET /kms/secrets',
  resource: secretsArn,
  omits: { 'SecretList.Secret[].OwingService': 'no other service owns secrets' },
})
export class ListSecrets implements ActionHandler<ListSecretsRequest, ListSecretsResponse> {
  constructor(private readonly secrets: SecretDirectory) {}

  async handle(caller: Caller, request: ListSecretsRequest): Promise<ListSecretsResponse> {
    const { Filters, FetchTags, PageNumber, PageSize } = request;
    const filters = Filters.map(({ Key, Values }) => ({ key: Key, values: Values }));
    const { items, total } = await this.secrets.list(caller, { filters, page: { number: PageNumber, size: PageSize } });
    const shown = items.map((secret) => showSecret(secret, FetchTags));
    return { SecretList: { Secret: shown }, PageNumber, PageSize, TotalCount: total };
  }
}

function showSecret(secret: Secret, withTags: boolean): ListedSecret {
  return {
    SecretName: secret.name,
    SecretType: secret.type,
    CreateTime: wireTime(secret.createdAt),
    UpdateTime: wireTime(secret.updatedAt),
    PlannedDeleteTime: secret.plannedDeletionAt ? wireTime(secret.plannedDeletionAt) : undefined,
    Tags: withTags ? showTags(secret.tags) : undefined,
  };
}
