import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { GrantsService } from '../../access/grants.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { GrantedHosts, HostGrantItem, hostGrantItem, hostGrants, type GrantedHost } from '../shapes/host-grant.ts';

export class DetachHostAccountsFromUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @GrantedHosts() Hosts: GrantedHost[];
}

export class DetachHostAccountsFromUserResponse {
  @Member([HostGrantItem]) Results: HostGrantItem[];
}

@BastionhostAction({
  request: DetachHostAccountsFromUserRequest,
  response: DetachHostAccountsFromUserResponse,
  route: 'POST /bastionhost/users:detach-host-accounts',
})
export class DetachHostAccountsFromUser implements ActionHandler<
  DetachHostAccountsFromUserRequest,
  DetachHostAccountsFromUserResponse
> {
  constructor(private readonly grants: GrantsService) {}

  async handle(
    caller: Caller,
    request: DetachHostAccountsFromUserRequest,
  ): Promise<DetachHostAccountsFromUserResponse> {
    const { InstanceId: instanceId, UserId: userId, Hosts: hosts } = request;
    const results = await this.grants.detach(caller, instanceId, userId, hostGrants(hosts));
    return { Results: results.map((result) => hostGrantItem(userId, result)) };
  }
}
