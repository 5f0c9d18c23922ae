import { Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyInstanceAttributeRequest {
  @InstanceId() InstanceId: string;
  // The vendor documents 30 characters; Terraform allows 64.
  @Optional() @Text(1, 64, { pattern: /^[\p{L}\p{N}_-]+$/u }) Description?: string;
}

@BastionhostAction({
  request: ModifyInstanceAttributeRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}',
})
export class ModifyInstanceAttribute implements BastionHandler<ModifyInstanceAttributeRequest, NoAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, { Description }: ModifyInstanceAttributeRequest): Promise<NoAnswer> {
    if (Description !== undefined) await this.settings.rename(bastion, Description);
    return {};
  }
}
