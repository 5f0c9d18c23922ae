import { BastionhostAction } from '../bastionhost-action.ts';
import {
  AccountNamesOfGrantee,
  AccountNamesOfUserGroupRequest,
  GrantedAccountNamesResponse,
} from '../shapes/granted-account-names.ts';

@BastionhostAction({
  request: AccountNamesOfUserGroupRequest,
  response: GrantedAccountNamesResponse,
  route: 'GET /bastionhost/user-groups/{UserGroupId}/host-group-account-names',
})
export class ListHostGroupAccountNamesForUserGroup extends AccountNamesOfGrantee<AccountNamesOfUserGroupRequest> {}
