import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { Aliases } from '../../keys/aliases.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { AliasPage, showAliases } from '../shapes/alias.ts';

export class ListAliasesByKeyIdRequest {
  @KeyId() KeyId: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

export class ListAliasesByKeyIdResponse extends AliasPage {}

@KmsAction({
  request: ListAliasesByKeyIdRequest,
  response: ListAliasesByKeyIdResponse,
  route: 'GET /kms/keys/{KeyId}/aliases',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class ListAliasesByKeyId implements ActionHandler<ListAliasesByKeyIdRequest, ListAliasesByKeyIdResponse> {
  constructor(private readonly aliases: Aliases) {}

  async handle(caller: Caller, request: ListAliasesByKeyIdRequest): Promise<ListAliasesByKeyIdResponse> {
    const { KeyId, PageNumber, PageSize } = request;
    const page = await this.aliases.listByKey(caller, KeyId, { number: PageNumber, size: PageSize });
    return showAliases(page, PageNumber, PageSize);
  }
}
