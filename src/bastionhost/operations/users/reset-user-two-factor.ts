import type { Bastion } from '../../instances/bastion.ts';
import { SecondFactorReset } from '../../second-factors/second-factor-reset.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ResetUserTwoFactorRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
}

@BastionhostAction({
  request: ResetUserTwoFactorRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/users:reset-two-factor',
  extension: true,
})
export class ResetUserTwoFactor implements BastionHandler<ResetUserTwoFactorRequest, NoAnswer> {
  constructor(private readonly secondFactors: SecondFactorReset) {}

  async handle(bastion: Bastion, { UserId }: ResetUserTwoFactorRequest): Promise<NoAnswer> {
    await this.secondFactors.reset(bastion, UserId);
    return {};
  }
}
