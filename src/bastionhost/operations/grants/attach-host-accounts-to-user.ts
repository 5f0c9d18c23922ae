import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { GrantsService } from '../../access/grants.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { GrantedHosts, HostGrantItem, hostGrantItem, hostGrants, type GrantedHost } from '../shapes/host-grant.ts';

export class AttachHostAccountsToUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @GrantedHosts() Hosts: GrantedHost[];
}

export class AttachHostAccountsToUserResponse {
  @Member([HostGrantItem]) Results: HostGrantItem[];
}

@BastionhostAction({
  request: AttachHostAccountsToUserRequest,
  response: AttachHostAccountsToUserResponse,
  route: 'POST /bastionhost/users:attach-host-accounts',
})
export class AttachHostAccountsToUser implements ActionHandler<
  AttachHostAccountsToUserRequest,
  AttachHostAccountsToUserResponse
> {
  constructor(private readonly grants: GrantsService) {}

  async handle(caller: Caller, request: AttachHostAccountsToUserRequest): Promise<AttachHostAccountsToUserResponse> {
    const { InstanceId: instanceId, UserId: userId, Hosts: hosts } = request;
    const results = await this.grants.attach(caller, instanceId, userId, hostGrants(hosts));
    return { Results: results.map((result) => hostGrantItem(userId, result)) };
  }
}
