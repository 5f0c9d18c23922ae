import { BastionhostAction } from '../bastionhost-action.ts';
import { HostsOfGrantee, HostsOfUserRequest, GrantedHostsResponse } from '../shapes/granted-hosts.ts';

const withoutProjects = 'there are no projects';

@BastionhostAction({
  request: HostsOfUserRequest,
  response: GrantedHostsResponse,
  route: 'GET /bastionhost/users/{UserId}/hosts',
  omits: { 'Hosts[].ProjectId': withoutProjects, 'Hosts[].ProjectName': withoutProjects },
})
export class ListHostsForUser extends HostsOfGrantee<HostsOfUserRequest> {}
