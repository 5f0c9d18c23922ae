import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { MailServer } from '../../support/mail-server.ts';
import { BastionAccount, instanceOf } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { FactorLogin } from '../second-factors/factor-login.ts';

describe('ResetUserTwoFactor', () => {
  let server: MailServer;
  let bastion: BastionApplication;
  beforeAll(async () => {
    server = await MailServer.start();
    bastion = await BastionApplication.start({ settings: server.settings });
  });
  afterAll(async () => {
    await bastion?.stop();
    await server.stop();
  });

  const reset = (parameters: Members) => bastion.call('ResetUserTwoFactor', parameters);
  const byApp = { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] };

  it('lets the user enrol anew, also where they are not asked for a while, and tells them', async () => {
    await bastion.call('ModifyInstanceTwoFactor', { SkipTwoFactorTime: 168 });
    const login = await FactorLogin.of(bastion, 'alice', { ...byApp, Email: 'alice@example.com' });
    const app = await login.enrol();
    await eventually('the mail about the app', () => server.mails.length === 1);
    expect(await login.demand()).toBeUndefined();
    const answer = await reset({ UserId: login.user.userId });
    expect(Object.keys(answer)).toEqual(['RequestId']);
    expect(await login.demand()).toEqual({ kind: 'enrol' });
    expect(await login.verify(app.code())).toBe(false);
    await eventually('both mails', () => server.mails.length === 2);
    expect(server.mails.at(-1)).toMatchObject({
      to: ['alice@example.com'],
      subject: expect.stringMatching(/^Second factor reset/),
    });
    expect(await bastion.audit(answer.RequestId)).toMatchObject([{ action: 'ResetUserTwoFactor', result: 'OK' }]);
  });

  it('makes a code that was mailed worthless', async () => {
    const login = await FactorLogin.of(bastion, 'bob', {
      TwoFactorStatus: 'Enable',
      TwoFactorMethods: ['email'],
      Email: 'bob@example.com',
    });
    await login.demand();
    const code = /\b\d{6}\b/.exec(server.mails.at(-1)!.text)![0];
    await reset({ UserId: login.user.userId });
    expect(await login.verify(code)).toBe(false);
    expect(await login.demand()).toMatchObject({ kind: 'impossible' });
  });

  it('has nothing to do for a user without a second factor, and no address to tell', async () => {
    const UserId = await bastion.user('carol');
    expect(await reset({ UserId })).toEqual({ RequestId: expect.any(String) });
  });

  it("refuses an unknown user, and another instance's", async () => {
    const account = await bastion.app.another();
    const stranger = await new BastionAccount(account, await instanceOf(account)).user('theirs');
    for (const UserId of ['999999', stranger])
      expect(await refusal(reset({ UserId }))).toMatchObject({ code: 'UserNotFound', status: 404 });
  });

  it.each([
    ['no user', {}, 'MissingUserId'],
    ['a name for an id', { UserId: 'alice' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(reset(parameters))).toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(reset({ UserId: '1', InstanceId: 'bastionhost-cn-00000000000' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
