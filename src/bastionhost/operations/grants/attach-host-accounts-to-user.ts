import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserReference } from '../shapes/grantee.ts';
import { HostAccountsOfGrantee, hostAccountsOfUser } from '../shapes/host-grants.ts';

@BastionhostAction({ ...hostAccountsOfUser, route: 'POST /bastionhost/users:attach-host-accounts' })
export class AttachHostAccountsToUser extends HostAccountsOfGrantee<UserReference> {
  protected override readonly change = 'attach';
}
