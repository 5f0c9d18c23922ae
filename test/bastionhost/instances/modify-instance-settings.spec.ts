import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

/** Each setting, its smallest and its largest value. */
const ranges: Record<string, [number, number]> = {
  IdleTimeout: [0, 60],
  DurationLimit: [0, 60],
  AccountLockoutThreshold: [0, 999],
  AccountLockoutDuration: [0, 10_080],
  AccountLockoutCounterResetTime: [0, 10_080],
  PasswordValidityPeriod: [0, 999],
  InactivityPeriod: [0, 999],
  OperationTokenValidityPeriod: [1, 480],
  OperationTokenMaxRenewCount: [0, 20],
};

// What the limits of sessions do: test/broker/session-limits.spec.ts; what is forwarded: forwarding.spec.ts there.
describe('ModifyInstanceSettings', () => {
  const modify = (parameters: Members) => bastion.call('ModifyInstanceSettings', parameters);
  const settings = async () => (await bastion.call('GetInstanceSettings')).Settings as Members;

  it('changes what is given, and leaves the rest as it is', async () => {
    await modify({ IdleTimeout: '10', DisableSSHPassword: 'true' });
    const before = await settings();
    await modify({ DurationLimit: '60', DisableSSHPublicKey: 'true' });
    const change = { DurationLimit: 60, DisableSSHPublicKey: true };
    expect(await settings()).toEqual({ ...before, ...change });
    await modify({});
    expect(await settings()).toMatchObject({
      IdleTimeout: 10,
      DisableSSHPassword: true,
      ...change,
    });
  });

  it('loses nothing when two administrators change different settings at once', async () => {
    const changes = Object.entries(ranges).map(([name, [, most]]) => modify({ [name]: String(most) }));
    await Promise.all(changes);
    const largest = Object.fromEntries(Object.entries(ranges).map(([name, [, most]]) => [name, most]));
    expect(await settings()).toMatchObject(largest);
  });

  it.each(Object.entries(ranges))('%s is within %p', async (name, [least, most]) => {
    await modify({ [name]: String(least) });
    expect((await settings())[name]).toBe(least);
    for (const value of [least - 1, most + 1, '1.5', 'many'])
      expect(await refusal(modify({ [name]: String(value) }))).toMatchObject({
        code: 'InvalidParameter',
        status: 400,
      });
    expect((await settings())[name]).toBe(least);
  });

  it.each([
    'DisableSSHPassword',
    'DisableSSHPublicKey',
    'AllowEmptyAccount',
    'AllowSelfAccount',
    'AllowLoopbackForwarding',
  ])('%s is a flag', async (name) => {
    expect(await refusal(modify({ [name]: 'yes' }))).toMatchObject({
      code: 'InvalidParameter',
      status: 400,
    });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000', IdleTimeout: '1' }));
    expect(refused).toMatchObject({
      code: 'Commodity.BizError.InvalidStatus',
      status: 400,
    });
  });
});
