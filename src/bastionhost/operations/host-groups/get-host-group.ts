import { Member } from '../../../gateway/fields.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { HostGroupItem, hostGroupItem } from '../shapes/host-group.ts';

export class GetHostGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostGroupId: string;
}

export class GetHostGroupResponse {
  @Member() HostGroup: HostGroupItem;
}

@BastionhostAction({
  request: GetHostGroupRequest,
  response: GetHostGroupResponse,
  route: 'GET /bastionhost/host-groups/{HostGroupId}',
})
export class GetHostGroup implements BastionHandler<GetHostGroupRequest, GetHostGroupResponse> {
  constructor(private readonly groups: HostGroups) {}

  async handle(bastion: Bastion, { HostGroupId }: GetHostGroupRequest): Promise<GetHostGroupResponse> {
    return { HostGroup: hostGroupItem(await this.groups.get(bastion, HostGroupId)) };
  }
}
