import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { Aliases } from '../../keys/aliases.ts';
import { aliasesArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { AliasPage, showAliases } from '../shapes/alias.ts';

export class ListAliasesRequest {
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

export class ListAliasesResponse extends AliasPage {}

@KmsAction({
  request: ListAliasesRequest,
  response: ListAliasesResponse,
  route: 'GET /kms/aliases',
  resource: aliasesArn,
})
export class ListAliases implements ActionHandler<ListAliasesRequest, ListAliasesResponse> {
  constructor(private readonly aliases: Aliases) {}

  async handle(caller: Caller, { PageNumber, PageSize }: ListAliasesRequest): Promise<ListAliasesResponse> {
    const page = await this.aliases.list(caller, { number: PageNumber, size: PageSize });
    return showAliases(page, PageNumber, PageSize);
  }
}
