import type { GrantedHost } from '../../access/direct-grants.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { HostAccountsOfUser, HostAccountsOfUserRequest, HostAccountsOfUserResponse } from '../shapes/host-grants.ts';

@BastionhostAction({
  request: HostAccountsOfUserRequest,
  response: HostAccountsOfUserResponse,
  route: 'POST /bastionhost/users:attach-host-accounts',
})
export class AttachHostAccountsToUser extends HostAccountsOfUser {
  protected override change(bastion: Bastion, userId: string, grants: readonly GrantedHost[]) {
    return this.grants.attach(bastion, userId, grants);
  }
}
