import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { accountResource } from '../../../identity/arns.ts';
import { RamAction } from '../ram-action.ts';

export class GetAccountAliasRequest {}

export class GetAccountAliasResponse {
  @Member() AccountAlias: string;
}

@RamAction({
  request: GetAccountAliasRequest,
  response: GetAccountAliasResponse,
  route: 'GET /ram/account-alias',
  resource: accountResource,
  partial: 'accounts have no alias',
})
export class GetAccountAlias implements ActionHandler<GetAccountAliasRequest, GetAccountAliasResponse> {
  async handle(): Promise<GetAccountAliasResponse> {
    return { AccountAlias: '' };
  }
}
