import { BastionhostAction } from '../bastionhost-action.ts';
import {
  AccountNamesOfGrantee,
  AccountNamesOfUserRequest,
  GrantedAccountNamesResponse,
} from '../shapes/granted-account-names.ts';

@BastionhostAction({
  request: AccountNamesOfUserRequest,
  response: GrantedAccountNamesResponse,
  route: 'GET /bastionhost/users/{UserId}/host-group-account-names',
})
export class ListHostGroupAccountNamesForUser extends AccountNamesOfGrantee<AccountNamesOfUserRequest> {}
