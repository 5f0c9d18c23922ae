import { BastionhostAction } from '../bastionhost-action.ts';
import {
  HostAccountsForGrantee,
  HostAccountsForUserRequest,
  GrantableHostAccountsResponse,
} from '../shapes/grantable-host-accounts.ts';

@BastionhostAction({
  request: HostAccountsForUserRequest,
  response: GrantableHostAccountsResponse,
  route: 'GET /bastionhost/users/{UserId}/host-accounts',
})
export class ListHostAccountsForUser extends HostAccountsForGrantee<HostAccountsForUserRequest> {}
