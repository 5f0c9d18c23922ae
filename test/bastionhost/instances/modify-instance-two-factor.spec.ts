import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ModifyInstanceTwoFactor', () => {
  const modify = (parameters: Members) => bastion.call('ModifyInstanceTwoFactor', parameters);
  const config = async () => (await bastion.call('GetInstanceTwoFactor')).Config as Members;

  it('changes what is given, and leaves the rest as it is', async () => {
    await modify({ EnableTwoFactor: 'true', SkipTwoFactorTime: '168', TwoFactorMethods: '["sms","totp"]' });
    await modify({ SkipTwoFactorTime: '12' });
    const methods = ['sms', 'totp'];
    expect(await config()).toEqual({ EnableTwoFactor: true, SkipTwoFactorTime: 12, TwoFactorMethods: methods });
    await modify({ EnableTwoFactor: 'false' });
    expect(await config()).toEqual({ EnableTwoFactor: false, SkipTwoFactorTime: 12, TwoFactorMethods: methods });
  });

  it('refuses to be enabled without a method, and to lose the last one while it is', async () => {
    await modify({ EnableTwoFactor: 'false', TwoFactorMethods: '[]' });
    expect(await refusal(modify({ EnableTwoFactor: 'true' }))).toMatchObject({ code: 'InvalidParameter' });
    await modify({ EnableTwoFactor: 'true', TwoFactorMethods: '["email"]' });
    expect(await refusal(modify({ TwoFactorMethods: '[]' }))).toMatchObject({ code: 'InvalidParameter' });
    expect(await config()).toMatchObject({ EnableTwoFactor: true, TwoFactorMethods: ['email'] });
  });

  it.each<[string, Members]>([
    ['169 hours', { SkipTwoFactorTime: '169' }],
    ['an unknown method', { TwoFactorMethods: '["fax"]' }],
    ['a method twice', { TwoFactorMethods: '["sms","sms"]' }],
    ['a word that is no flag', { EnableTwoFactor: 'yes' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(modify(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
