import { OneOf, Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { planCodes, type PlanCode } from '../../instances/edition.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyInstanceEditionRequest {
  @InstanceId() InstanceId: string;
  @Optional() @OneOf(...planCodes) PlanCode?: PlanCode;
  @Optional() @Text(5, 11, { pattern: /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){2}$/ }) ImageVersion?: string;
  @Optional() @OneOf('Enable', 'Disable') KmsSecretModule?: 'Enable' | 'Disable';
}

@BastionhostAction({
  request: ModifyInstanceEditionRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}/edition',
  extension: true,
})
export class ModifyInstanceEdition implements BastionHandler<ModifyInstanceEditionRequest, NoAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, request: ModifyInstanceEditionRequest): Promise<NoAnswer> {
    const { PlanCode: planCode, ImageVersion: imageVersion, KmsSecretModule: module } = request;
    if (planCode === undefined && imageVersion === undefined && module === undefined) return {};
    const hasKmsSecretModule = module && module === 'Enable';
    await this.settings.changeEdition(bastion, { planCode, imageVersion, hasKmsSecretModule });
    return {};
  }
}
