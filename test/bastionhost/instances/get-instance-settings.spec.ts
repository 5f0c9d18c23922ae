import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('GetInstanceSettings', () => {
  it("answers the vendor's defaults, as numbers and flags", async () => {
    const { Settings } = await bastion.call('GetInstanceSettings');
    expect(Settings).toEqual({
      IdleTimeout: 0,
      DurationLimit: 0,
      AccountLockoutThreshold: 5,
      AccountLockoutDuration: 30,
      AccountLockoutCounterResetTime: 5,
      DisableSSHPassword: false,
      DisableSSHPublicKey: false,
      PasswordValidityPeriod: 0,
      InactivityPeriod: 0,
      OperationTokenValidityPeriod: 60,
      OperationTokenMaxRenewCount: 20,
      AllowEmptyAccount: true,
      AllowSelfAccount: false,
      AllowLoopbackForwarding: false,
    });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('GetInstanceSettings', {
      InstanceId: 'bastionhost-cn-00000000000',
    });
    expect(await refusal(call)).toMatchObject({
      code: 'Commodity.BizError.InvalidStatus',
      status: 400,
    });
  });
});
