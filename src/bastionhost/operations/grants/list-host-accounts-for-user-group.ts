import { BastionhostAction } from '../bastionhost-action.ts';
import {
  HostAccountsForGrantee,
  HostAccountsForUserGroupRequest,
  GrantableHostAccountsResponse,
} from '../shapes/grantable-host-accounts.ts';

@BastionhostAction({
  request: HostAccountsForUserGroupRequest,
  response: GrantableHostAccountsResponse,
  route: 'GET /bastionhost/user-groups/{UserGroupId}/host-accounts',
})
export class ListHostAccountsForUserGroup extends HostAccountsForGrantee<HostAccountsForUserGroupRequest> {}
