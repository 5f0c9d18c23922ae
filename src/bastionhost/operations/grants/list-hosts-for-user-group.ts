import { BastionhostAction } from '../bastionhost-action.ts';
import { HostsOfGrantee, HostsOfUserGroupRequest, GrantedHostsResponse } from '../shapes/granted-hosts.ts';

@BastionhostAction({
  request: HostsOfUserGroupRequest,
  response: GrantedHostsResponse,
  route: 'GET /bastionhost/user-groups/{UserGroupId}/hosts',
})
export class ListHostsForUserGroup extends HostsOfGrantee<HostsOfUserGroupRequest> {}
