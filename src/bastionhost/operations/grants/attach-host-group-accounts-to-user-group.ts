import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserGroupReference } from '../shapes/grantee.ts';
import { HostGroupAccountsOfGrantee, hostGroupAccountsOfUserGroup } from '../shapes/host-group-grants.ts';

@BastionhostAction({
  ...hostGroupAccountsOfUserGroup,
  route: 'POST /bastionhost/user-groups:attach-host-group-accounts',
})
export class AttachHostGroupAccountsToUserGroup extends HostGroupAccountsOfGrantee<UserGroupReference> {
  protected override readonly change = 'attach';
}
