import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, SecurityGroupIds } from '../bastionhost-fields.ts';
import { InstanceIdAnswer } from '../shapes/instance-id-answer.ts';

export class ConfigInstanceSecurityGroupsRequest {
  @InstanceId() InstanceId: string;
  @SecurityGroupIds() AuthorizedSecurityGroups: string[];
}

@BastionhostAction({
  request: ConfigInstanceSecurityGroupsRequest,
  response: InstanceIdAnswer,
  route: 'POST /bastionhost/instances:config-security-groups',
  partial: 'security groups are kept without effect',
})
export class ConfigInstanceSecurityGroups implements BastionHandler<
  ConfigInstanceSecurityGroupsRequest,
  InstanceIdAnswer
> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, request: ConfigInstanceSecurityGroupsRequest): Promise<InstanceIdAnswer> {
    await this.settings.placeInNetwork(bastion, { authorizedSecurityGroups: request.AuthorizedSecurityGroups });
    return { InstanceId: bastion.instanceId };
  }
}
