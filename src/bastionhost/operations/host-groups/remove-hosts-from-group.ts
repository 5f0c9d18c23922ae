import { BastionhostAction } from '../bastionhost-action.ts';
import { HostGroupMembers, HostGroupMembersRequest, HostGroupMembersResponse } from '../shapes/host-group-members.ts';

@BastionhostAction({
  request: HostGroupMembersRequest,
  response: HostGroupMembersResponse,
  route: 'POST /bastionhost/host-groups:remove-hosts',
})
export class RemoveHostsFromGroup extends HostGroupMembers {
  protected override readonly change = 'remove';
}
