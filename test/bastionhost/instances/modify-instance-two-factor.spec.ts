import { refusal, type Members } from '../../support/api-clients.ts';
import { mailSettings } from '../../support/test-settings.ts';
import { BastionApplication } from '../bastion-application.ts';
import { newAccount } from '../bastion-account.ts';

// What the settings mean for logins: test/bastionhost/second-factors and test/broker/login.
describe('ModifyInstanceTwoFactor', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start({ settings: mailSettings });
  });
  afterAll(() => bastion.stop());

  const modify = (parameters: Members) => bastion.call('ModifyInstanceTwoFactor', parameters);
  const config = async () => (await bastion.call('GetInstanceTwoFactor')).Config as Members;

  it('changes what is given, and leaves the rest as it is', async () => {
    await modify({ EnableTwoFactor: 'true', SkipTwoFactorTime: '168', TwoFactorMethods: '["email","totp"]' });
    await modify({ SkipTwoFactorTime: '12' });
    const methods = ['email', 'totp'];
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
    ['a method twice', { TwoFactorMethods: '["totp","totp"]' }],
    ['a word that is no flag', { EnableTwoFactor: 'yes' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(modify(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it.each([
    ['sms', 'no text messages'],
    ['dingtalk', 'does not reach DingTalk'],
    ['gmusbkey', 'no access to SM USB keys'],
  ])('refuses %s, also beside others, and says why', async (method, reason) => {
    const before = await config();
    const refused = await refusal(modify({ TwoFactorMethods: JSON.stringify(['totp', method]) }));
    expect(refused).toMatchObject({ code: 'TwoFactorMethodUnsupported', status: 400 });
    expect(refused.message).toMatch(new RegExp(`method ${method} is not supported: .*${reason}`));
    expect(await config()).toEqual(before);
  });

  it('refuses codes by mail where no mail server is set, and says so', async () => {
    const mailless = await newAccount();
    const refused = await refusal(mailless.call('ModifyInstanceTwoFactor', { TwoFactorMethods: '["email"]' }));
    expect(refused).toMatchObject({ code: 'TwoFactorMethodUnsupported', status: 400 });
    expect(refused.message).toContain('SALLYPORT_SMTP_URL');
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(modify({ InstanceId: 'bastionhost-cn-00000000000' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
