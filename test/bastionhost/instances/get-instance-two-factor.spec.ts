import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('GetInstanceTwoFactor', () => {
  it('answers that nothing is asked for at first, in the published types', async () => {
    const { Config } = await bastion.call('GetInstanceTwoFactor');
    expect(Config).toEqual({ EnableTwoFactor: false, SkipTwoFactorTime: 0, TwoFactorMethods: [] });
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('GetInstanceTwoFactor', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
