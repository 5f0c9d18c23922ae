import { BastionhostAction } from '../bastionhost-action.ts';
import { UserGroupMembers, UserGroupMembersRequest, UserGroupMembersResponse } from '../shapes/user-group-members.ts';

@BastionhostAction({
  request: UserGroupMembersRequest,
  response: UserGroupMembersResponse,
  route: 'POST /bastionhost/user-groups:remove-users',
})
export class RemoveUsersFromGroup extends UserGroupMembers {
  protected override readonly change = 'remove';
}
