import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserGroupReference } from '../shapes/grantee.ts';
import { HostGroupAccountsOfGrantee, hostGroupAccountsOfUserGroup } from '../shapes/host-group-grants.ts';

@BastionhostAction({
  ...hostGroupAccountsOfUserGroup,
  route: 'POST /bastionhost/user-groups:detach-host-group-accounts',
})
export class DetachHostGroupAccountsFromUserGroup extends HostGroupAccountsOfGrantee<UserGroupReference> {
  protected override readonly change = 'detach';
}
