import { BastionhostAction } from '../bastionhost-action.ts';
import {
  HostGroupsOfGrantee,
  HostGroupsOfUserRequest,
  GrantedHostGroupsResponse,
} from '../shapes/granted-host-groups.ts';

@BastionhostAction({
  request: HostGroupsOfUserRequest,
  response: GrantedHostGroupsResponse,
  route: 'GET /bastionhost/users/{UserId}/host-groups',
})
export class ListHostGroupsForUser extends HostGroupsOfGrantee<HostGroupsOfUserRequest> {}
