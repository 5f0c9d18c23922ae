import { refusal, type Members } from '../../support/api-clients.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { mailSettings } from '../../support/test-settings.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

// What a change means for open connections: test/broker/revocation.spec.ts.
describe('ModifyUser', () => {
  let bastion: BastionApplication;
  let UserId: string;
  let number = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start({ settings: mailSettings });
  });
  beforeEach(async () => {
    UserId = await bastion.user(`user-${(number += 1)}`);
  });
  afterAll(() => bastion.stop());

  const modify = (parameters: Members) => bastion.call('ModifyUser', { UserId, ...parameters });
  const get = async (): Promise<Members> => (await bastion.call('GetUser', { UserId })).User;
  const logOn = async (text: string) => (await bastion.logOn(`user-${number}`, text))?.user;

  it('changes every field that is given', async () => {
    const change = {
      DisplayName: 'Jane',
      Comment: 'day shift',
      Email: 'jane@example.com',
      Mobile: '13300000000',
      MobileCountryCode: 'SG',
      EffectiveStartTime: 1_700_000_000,
      EffectiveEndTime: 4_100_000_000,
      TwoFactorStatus: 'Enable',
      TwoFactorMethods: ['email'],
      LanguageStatus: 'Custom',
      Language: 'en',
      NeedResetPassword: true,
    };
    await modify(change);
    expect(await get()).toMatchObject(change);
  });

  it('leaves what is left out or empty as it is', async () => {
    await modify({ Comment: 'first', Email: 'jane@example.com', EffectiveEndTime: 4_100_000_000 });
    const before = await get();
    await modify({});
    await modify({ Comment: '', Email: '', Mobile: '', Password: '' });
    expect(await get()).toEqual(before);
    await modify({ Comment: 'second' });
    expect(await get()).toEqual({ ...before, Comment: 'second' });
    expect(await logOn(password)).toMatchObject({ userId: UserId });
  });

  it('ends a validity at 0', async () => {
    await modify({ EffectiveStartTime: 1_700_000_000, EffectiveEndTime: 4_100_000_000 });
    await modify({ EffectiveStartTime: 0, EffectiveEndTime: 0 });
    expect(await get()).not.toHaveProperty('EffectiveEndTime');
    expect(await get()).not.toHaveProperty('EffectiveStartTime');
  });

  it('replaces the password', async () => {
    await modify({ Password: 'Battery-staple-8' });
    expect(await logOn(password)).toBeUndefined();
    expect(await logOn('Battery-staple-8')).toMatchObject({ userId: UserId });
  });

  it('loses nothing when two administrators change different fields at once', async () => {
    const changes = [
      { Comment: 'mine' },
      { DisplayName: 'yours' },
      { Mobile: '13300000001' },
      { Email: 'a@example.com' },
    ];
    await Promise.all(changes.map(modify));
    expect(await get()).toMatchObject(Object.assign({}, ...changes) as Members);
  });

  it.each<[string, Members]>([
    ['a weak password', { Password: 'correct-horse' }],
    ['a password of 7 characters', { Password: 'Aa1!aaa' }],
    ['a method that is not named', { TwoFactorStatus: 'Enable' }],
    ['a method whose address is missing', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['email'] }],
    ['codes by text message', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['sms'] }],
    ['codes by DingTalk', { TwoFactorMethods: ['dingtalk'] }],
    ['a language that is not named', { LanguageStatus: 'Custom' }],
    ['an end that lies before the start', { EffectiveStartTime: 200, EffectiveEndTime: 100 }],
    ['an unknown status', { TwoFactorStatus: 'Sometimes' }],
    ['a name with an escape', { DisplayName: 'a\u001b[2J' }],
    ['a comment of 501 characters', { Comment: 'a'.repeat(501) }],
    ['another user name', { UserName: 'other' }],
    ['a name for an id', { UserId: 'alice' }],
  ])('refuses parameters, and changes nothing: %s', async (_, parameters) => {
    const before = await get();
    const answer = await refusal(modify({ Mobile: '13300000009', ...parameters }));
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.message).not.toContain('correct-horse');
    expect(await get()).toEqual(before);
  });

  it('refuses state: an end before the start that the user has', async () => {
    await modify({ EffectiveStartTime: 4_000_000_000 });
    const refused = await refusal(modify({ EffectiveEndTime: 3_000_000_000 }));
    expect(refused).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('gives a RAM user a password of the bastion, though none that must be changed', async () => {
    const SourceUserId = await newRamUser(bastion.app, 'from.ram');
    UserId = await bastion.user('from.ram', { Source: 'Ram', SourceUserId, Password: undefined });
    await modify({ Password: 'Battery-staple-8' });
    const logOn = async (text: string) => (await bastion.logOn('from.ram', text))?.user;
    await expect(logOn('Battery-staple-8')).resolves.toMatchObject({ userId: UserId });
    await expect(logOn('Battery-staple-9')).resolves.toBeUndefined();
    const refused = await refusal(modify({ NeedResetPassword: true }));
    expect(refused).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses state: a password for a user whose password is kept elsewhere', async () => {
    UserId = await bastion.user('remote', { Source: 'LDAP', SourceUserId: 'cn=remote', Password: undefined });
    for (const change of [{ Password: 'Battery-staple-8' }, { NeedResetPassword: true }])
      expect(await refusal(modify(change))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    await modify({ Comment: 'from a directory' });
  });

  it('refuses an unknown user, also with nothing to change', async () => {
    for (const change of [{}, { Comment: 'x' }])
      expect(await refusal(modify({ UserId: '999999', ...change }))).toMatchObject({
        code: 'UserNotFound',
        status: 404,
      });
  });

  it('refuses an unknown instance', async () => {
    expect(await refusal(modify({ InstanceId: 'other' }))).toMatchObject({ code: 'Commodity.BizError.InvalidStatus' });
  });
});
