import { BastionhostAction } from '../bastionhost-action.ts';
import {
  HostGroupsOfGrantee,
  HostGroupsOfUserGroupRequest,
  GrantedHostGroupsResponse,
} from '../shapes/granted-host-groups.ts';

@BastionhostAction({
  request: HostGroupsOfUserGroupRequest,
  response: GrantedHostGroupsResponse,
  route: 'GET /bastionhost/user-groups/{UserGroupId}/host-groups',
})
export class ListHostGroupsForUserGroup extends HostGroupsOfGrantee<HostGroupsOfUserGroupRequest> {}
