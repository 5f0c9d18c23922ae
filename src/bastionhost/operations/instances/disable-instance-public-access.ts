import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { InstanceIdAnswer } from '../shapes/instance-id-answer.ts';

export class DisableInstancePublicAccessRequest {
  @InstanceId() InstanceId: string;
}

@BastionhostAction({
  request: DisableInstancePublicAccessRequest,
  response: InstanceIdAnswer,
  route: 'POST /bastionhost/instances:disable-public-access',
})
export class DisableInstancePublicAccess implements BastionHandler<
  DisableInstancePublicAccessRequest,
  InstanceIdAnswer
> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion): Promise<InstanceIdAnswer> {
    await this.settings.changePublicAccess(bastion, { isEnabled: false });
    return { InstanceId: bastion.instanceId };
  }
}
