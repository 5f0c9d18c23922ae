import { BastionhostAction } from '../bastionhost-action.ts';
import type { UserReference } from '../shapes/grantee.ts';
import { HostAccountsOfGrantee, hostAccountsOfUser } from '../shapes/host-grants.ts';

@BastionhostAction({ ...hostAccountsOfUser, route: 'POST /bastionhost/users:detach-host-accounts' })
export class DetachHostAccountsFromUser extends HostAccountsOfGrantee<UserReference> {
  protected override readonly change = 'detach';
}
