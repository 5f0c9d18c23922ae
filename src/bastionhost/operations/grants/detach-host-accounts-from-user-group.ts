import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserGroupReference } from '../shapes/grantee.ts';
import { HostAccountsOfGrantee, hostAccountsOfUserGroup } from '../shapes/host-grants.ts';

@BastionhostAction({ ...hostAccountsOfUserGroup, route: 'POST /bastionhost/user-groups:detach-host-accounts' })
export class DetachHostAccountsFromUserGroup extends HostAccountsOfGrantee<UserGroupReference> {
  protected override readonly change = 'detach';
}
