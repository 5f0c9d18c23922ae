import { Flag, Optional, Whole } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

const SessionMinutes = () => Whole(0, 60);
const LockoutMinutes = () => Whole(0, 10_080);
const Days = () => Whole(0, 999);

/** Units as in GetInstanceSettings. What is left out stays as it is. */
export class ModifyInstanceSettingsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @SessionMinutes() IdleTimeout?: number;
  @Optional() @SessionMinutes() DurationLimit?: number;
  @Optional() @Whole(0, 999) AccountLockoutThreshold?: number;
  @Optional() @LockoutMinutes() AccountLockoutDuration?: number;
  @Optional() @LockoutMinutes() AccountLockoutCounterResetTime?: number;
  @Optional() @Flag() DisableSSHPassword?: boolean;
  @Optional() @Flag() DisableSSHPublicKey?: boolean;
  @Optional() @Days() PasswordValidityPeriod?: number;
  @Optional() @Days() InactivityPeriod?: number;
  @Optional() @Whole(1, 480) OperationTokenValidityPeriod?: number;
  @Optional() @Whole(0, 20) OperationTokenMaxRenewCount?: number;
  @Optional() @Flag() AllowEmptyAccount?: boolean;
  @Optional() @Flag() AllowSelfAccount?: boolean;
  @Optional() @Flag() AllowLoopbackForwarding?: boolean;
}

@BastionhostAction({
  request: ModifyInstanceSettingsRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/instances/{InstanceId}/settings',
  extension: true,
})
export class ModifyInstanceSettings implements BastionHandler<ModifyInstanceSettingsRequest, NoAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, request: ModifyInstanceSettingsRequest): Promise<NoAnswer> {
    await this.settings.changeConsole(bastion, {
      idleMinutes: request.IdleTimeout,
      sessionMinutes: request.DurationLimit,
      lockoutThreshold: request.AccountLockoutThreshold,
      lockoutMinutes: request.AccountLockoutDuration,
      lockoutResetMinutes: request.AccountLockoutCounterResetTime,
      isSshPasswordOff: request.DisableSSHPassword,
      isSshPublicKeyOff: request.DisableSSHPublicKey,
      passwordDays: request.PasswordValidityPeriod,
      inactiveDays: request.InactivityPeriod,
      tokenMinutes: request.OperationTokenValidityPeriod,
      tokenRenewals: request.OperationTokenMaxRenewCount,
      hasEmptyAccount: request.AllowEmptyAccount,
      hasSelfAccount: request.AllowSelfAccount,
      isLoopbackForwarded: request.AllowLoopbackForwarding,
    });
    return {};
  }
}
