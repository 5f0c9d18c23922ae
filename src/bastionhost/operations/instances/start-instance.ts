import { Optional, Unsupported } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, SecurityGroupIds, VswitchId } from '../bastionhost-fields.ts';
import { InstanceIdAnswer } from '../shapes/instance-id-answer.ts';

export class StartInstanceRequest {
  @InstanceId() InstanceId: string;
  @SecurityGroupIds() SecurityGroupIds: string[];
  @Optional() @SecurityGroupIds() ClientSecurityGroupIds?: string[];
  @Optional() @VswitchId() VswitchId?: string;
  @Optional() @VswitchId() SlaveVswitchId?: string;
  @Optional() @Unsupported('there is no portal', ['true', 'false']) EnablePortalPrivateAccess?: boolean;
}

@BastionhostAction({
  request: StartInstanceRequest,
  response: InstanceIdAnswer,
  route: 'POST /bastionhost/instances:start',
  partial: 'instances always run; security groups and vSwitches are kept without effect',
})
export class StartInstance implements BastionHandler<StartInstanceRequest, InstanceIdAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, request: StartInstanceRequest): Promise<InstanceIdAnswer> {
    await this.settings.placeInNetwork(bastion, {
      authorizedSecurityGroups: request.SecurityGroupIds,
      clientSecurityGroups: request.ClientSecurityGroupIds,
      vswitchId: request.VswitchId,
      slaveVswitchId: request.SlaveVswitchId,
    });
    return { InstanceId: bastion.instanceId };
  }
}
