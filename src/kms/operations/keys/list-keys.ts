import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Json, ListOf, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { keyFilterNames, type KeyFilter } from '../../keys/key-filters.ts';
import { keyArn, keysArn } from '../../keys/key-name.ts';
import { KeysService } from '../../keys/keys.ts';
import { KmsAction } from '../kms-action.ts';

class Filter {
  @OneOf(...keyFilterNames) Key: KeyFilter['key'];
  @ListOf(String, { max: 10 }) Values: string[];
}

export class ListKeysRequest {
  @Optional() @Json(Filter, { max: 10 }) Filters: Filter[] = [];
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

class ListedKey {
  @Member() KeyId: string;
  @Member() KeyArn: string;
}

class KeyList {
  @Member([ListedKey]) Key: ListedKey[];
}

export class ListKeysResponse {
  @Member() Keys: KeyList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

@KmsAction({ request: ListKeysRequest, response: ListKeysResponse, route: 'GET /kms/keys', resource: keysArn })
export class ListKeys implements ActionHandler<ListKeysRequest, ListKeysResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, { Filters, PageNumber, PageSize }: ListKeysRequest): Promise<ListKeysResponse> {
    const filters = Filters.map(({ Key, Values }) => ({ key: Key, values: Values }));
    const { items, total } = await this.keys.list(caller, filters, { number: PageNumber, size: PageSize });
    const Key = items.map(({ keyId }) => ({ KeyId: keyId, KeyArn: keyArn(caller, keyId) }));
    return { Keys: { Key }, PageNumber, PageSize, TotalCount: total };
  }
}
