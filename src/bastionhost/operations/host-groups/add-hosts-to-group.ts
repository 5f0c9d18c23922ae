import { BastionhostAction } from '../bastionhost-action.ts';
import { HostGroupMembers, HostGroupMembersRequest, HostGroupMembersResponse } from '../shapes/host-group-members.ts';

@BastionhostAction({
  request: HostGroupMembersRequest,
  response: HostGroupMembersResponse,
  route: 'POST /bastionhost/host-groups:add-hosts',
})
export class AddHostsToGroup extends HostGroupMembers {
  protected override readonly change = 'add';
}
