import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserReference } from '../shapes/grantee.ts';
import { HostGroupAccountsOfGrantee, hostGroupAccountsOfUser } from '../shapes/host-group-grants.ts';

@BastionhostAction({ ...hostGroupAccountsOfUser, route: 'POST /bastionhost/users:attach-host-group-accounts' })
export class AttachHostGroupAccountsToUser extends HostGroupAccountsOfGrantee<UserReference> {
  protected override readonly change = 'attach';
}
