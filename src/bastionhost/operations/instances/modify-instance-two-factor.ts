import { applyDecorators } from '@nestjs/common';
import { ArrayUnique, IsIn } from 'class-validator';
import { Flag, Json, Optional, Whole } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { TwoFactorSettings } from '../../instances/two-factor-settings.ts';
import { twoFactorMethods, type TwoFactorMethod } from '../../instances/two-factor.ts';
import { MethodSupport } from '../../second-factors/method-support.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

const Methods = () => applyDecorators(Json(String, { max: 5 }), IsIn(twoFactorMethods, { each: true }), ArrayUnique());

export class ModifyInstanceTwoFactorRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Flag() EnableTwoFactor?: boolean;
  /** Hours. */
  @Optional() @Whole(0, 168) SkipTwoFactorTime?: number;
  @Optional() @Methods() TwoFactorMethods?: TwoFactorMethod[];
}

@BastionhostAction({
  request: ModifyInstanceTwoFactorRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}/two-factor',
  partial: 'TwoFactorMethods takes totp and, with a mail server, email',
})
export class ModifyInstanceTwoFactor implements BastionHandler<ModifyInstanceTwoFactorRequest, NoAnswer> {
  constructor(
    private readonly settings: TwoFactorSettings,
    private readonly methods: MethodSupport,
  ) {}

  async handle(bastion: Bastion, request: ModifyInstanceTwoFactorRequest): Promise<NoAnswer> {
    this.methods.require(request.TwoFactorMethods);
    await this.settings.change(bastion, {
      isEnabled: request.EnableTwoFactor,
      skipHours: request.SkipTwoFactorTime,
      methods: request.TwoFactorMethods,
    });
    return {};
  }
}
