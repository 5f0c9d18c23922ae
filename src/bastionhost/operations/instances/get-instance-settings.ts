import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class GetInstanceSettingsRequest {
  @InstanceId() InstanceId: string;
}

/** Named after the fields of the console. */
export class InstanceSettingsItem {
  /** Minutes; 0: sessions do not end for that. */
  @Member() IdleTimeout: number;
  /** Minutes; 0: not limited. */
  @Member() DurationLimit: number;
  /** Failed logins in a row; 0: never locked. */
  @Member() AccountLockoutThreshold: number;
  /** Minutes; 0: until an administrator unlocks the user. */
  @Member() AccountLockoutDuration: number;
  /** Minutes. */
  @Member() AccountLockoutCounterResetTime: number;
  @Member() DisableSSHPassword: boolean;
  @Member() DisableSSHPublicKey: boolean;
  /** Days; 0: for ever. */
  @Member() PasswordValidityPeriod: number;
  /** Days without a login; 0: nobody becomes inactive. */
  @Member() InactivityPeriod: number;
  /** Minutes. */
  @Member() OperationTokenValidityPeriod: number;
  @Member() OperationTokenMaxRenewCount: number;
  /** Whether users may type the name and password of an account on hosts that they are granted without one. */
  @Member() AllowEmptyAccount: boolean;
  /** Whether users of AD and LDAP may log on to such hosts as themselves. */
  @Member() AllowSelfAccount: boolean;
  /** Whether `ssh -L` reaches ports of the server's own loopback. */
  @Member() AllowLoopbackForwarding: boolean;
}

export class GetInstanceSettingsResponse {
  @Member() Settings: InstanceSettingsItem;
}

@BastionhostAction({
  request: GetInstanceSettingsRequest,
  response: GetInstanceSettingsResponse,
  route: 'GET /bastionhost/instances/{InstanceId}/settings',
  extension: true,
})
export class GetInstanceSettings implements BastionHandler<GetInstanceSettingsRequest, GetInstanceSettingsResponse> {
  async handle({ console: settings }: Bastion): Promise<GetInstanceSettingsResponse> {
    return {
      Settings: {
        IdleTimeout: settings.idleMinutes,
        DurationLimit: settings.sessionMinutes,
        AccountLockoutThreshold: settings.lockoutThreshold,
        AccountLockoutDuration: settings.lockoutMinutes,
        AccountLockoutCounterResetTime: settings.lockoutResetMinutes,
        DisableSSHPassword: settings.isSshPasswordOff,
        DisableSSHPublicKey: settings.isSshPublicKeyOff,
        PasswordValidityPeriod: settings.passwordDays,
        InactivityPeriod: settings.inactiveDays,
        OperationTokenValidityPeriod: settings.tokenMinutes,
        OperationTokenMaxRenewCount: settings.tokenRenewals,
        AllowEmptyAccount: settings.hasEmptyAccount,
        AllowSelfAccount: settings.hasSelfAccount,
        AllowLoopbackForwarding: settings.isLoopbackForwarded,
      },
    };
  }
}
