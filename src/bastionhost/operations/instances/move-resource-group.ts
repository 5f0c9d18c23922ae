import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { BastionInstances } from '../../instances/bastion-instances.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { InstanceId, ResourceGroupId, ResourceType } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class MoveResourceGroupRequest {
  @ResourceType() ResourceType: string;
  @InstanceId() ResourceId: string;
  @ResourceGroupId() ResourceGroupId: string;
}

@BastionhostAccountAction({
  request: MoveResourceGroupRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/resource-groups:move',
  partial: 'the group is kept and lists can be filtered by it; it has no other effect',
})
export class MoveResourceGroup implements ActionHandler<MoveResourceGroupRequest, NoAnswer> {
  constructor(
    private readonly instances: BastionInstances,
    private readonly settings: InstanceSettings,
  ) {}

  async handle(caller: Caller, { ResourceId, ResourceGroupId: groupId }: MoveResourceGroupRequest): Promise<NoAnswer> {
    await this.settings.moveToResourceGroup(await this.instances.require(caller, ResourceId), groupId);
    return {};
  }
}
