import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserGroupReference } from '../shapes/grantee.ts';
import { HostAccountsOfGrantee, hostAccountsOfUserGroup } from '../shapes/host-grants.ts';

@BastionhostAction({ ...hostAccountsOfUserGroup, route: 'POST /bastionhost/user-groups:attach-host-accounts' })
export class AttachHostAccountsToUserGroup extends HostAccountsOfGrantee<UserGroupReference> {
  protected override readonly change = 'attach';
}
