import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class GetInstanceTwoFactorRequest {
  @InstanceId() InstanceId: string;
}

export class TwoFactorConfig {
  @Member() EnableTwoFactor: boolean;
  /** Hours; 0: users are asked each time. */
  @Member() SkipTwoFactorTime: number;
  @Member([String]) TwoFactorMethods: string[];
}

export class GetInstanceTwoFactorResponse {
  @Member() Config: TwoFactorConfig;
}

@BastionhostAction({
  request: GetInstanceTwoFactorRequest,
  response: GetInstanceTwoFactorResponse,
  route: 'GET /bastionhost/instances/{InstanceId}/two-factor',
})
export class GetInstanceTwoFactor implements BastionHandler<GetInstanceTwoFactorRequest, GetInstanceTwoFactorResponse> {
  async handle({ twoFactor }: Bastion): Promise<GetInstanceTwoFactorResponse> {
    const { isEnabled, methods, skipHours } = twoFactor;
    return { Config: { EnableTwoFactor: isEnabled, SkipTwoFactorTime: skipHours, TwoFactorMethods: methods } };
  }
}
