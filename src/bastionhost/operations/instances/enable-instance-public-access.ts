import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { InstanceIdAnswer } from '../shapes/instance-id-answer.ts';

export class EnableInstancePublicAccessRequest {
  @InstanceId() InstanceId: string;
}

@BastionhostAction({
  request: EnableInstancePublicAccessRequest,
  response: InstanceIdAnswer,
  route: 'POST /bastionhost/instances:enable-public-access',
})
export class EnableInstancePublicAccess implements BastionHandler<EnableInstancePublicAccessRequest, InstanceIdAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion): Promise<InstanceIdAnswer> {
    await this.settings.changePublicAccess(bastion, { isEnabled: true });
    return { InstanceId: bastion.instanceId };
  }
}
