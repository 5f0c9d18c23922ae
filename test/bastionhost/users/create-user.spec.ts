import { refusal } from '../../support/api-clients.ts';
import { mailSettings } from '../../support/test-settings.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

const ofRam = { Source: 'Ram', SourceUserId: '201234567890123456', Password: undefined };

describe('CreateUser', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start({ realPasswordCost: true, settings: mailSettings });
  });
  afterAll(() => bastion.stop());

  const get = async (UserId: string) => (await bastion.call('GetUser', { UserId })).User;

  describe('answers', () => {
    it('with the id of a user who has the documented defaults', async () => {
      const UserId = await bastion.user('alice');
      await expect(get(UserId)).resolves.toEqual({
        Comment: '',
        DisplayName: 'alice',
        Email: '',
        LanguageStatus: 'Global',
        Mobile: '',
        MobileCountryCode: 'CN',
        NeedResetPassword: false,
        Source: 'Local',
        TwoFactorMethods: [],
        TwoFactorStatus: 'Global',
        UserId,
        UserName: 'alice',
        UserState: ['Normal'],
      });
    });

    it('with every field that was given', async () => {
      const given = {
        NeedResetPassword: true,
        TwoFactorStatus: 'Enable',
        TwoFactorMethods: ['email'],
        LanguageStatus: 'Custom',
        Language: 'zh-cn',
        DisplayName: 'Bob the Engineer',
        Comment: 'night shift',
        Email: 'bob@example.com',
        Mobile: '13312345678',
        MobileCountryCode: 'DE',
        EffectiveStartTime: 1_700_000_000,
        EffectiveEndTime: 4_100_000_000,
      };
      const UserId = await bastion.user('bob', given);
      await expect(get(UserId)).resolves.toMatchObject(given);
    });

    it('to empty parameters with their defaults', async () => {
      const defaults = {
        NeedResetPassword: false,
        LanguageStatus: 'Global',
        TwoFactorMethods: [],
        SourceUserId: '',
        Language: '',
      };
      await expect(bastion.user('carol', defaults)).resolves.toMatch(/^\d+$/);
    });

    it("with a name as in the vendor's Terraform example", async () => {
      await expect(bastion.user('my-local-user')).resolves.toMatch(/^\d+$/);
    });
  });

  it.each([
    ['Ram', '201234567890123456'],
    ['AD', 'CN=Doe\\, Jane,OU=R&D,DC=corp,DC=example'],
    ['LDAP', 'uid=jane, ou=people, dc=example'],
  ])('creates a user of %s without a password, whom no other may stand for', async (Source, SourceUserId) => {
    const other = { Source, SourceUserId, Password: undefined };
    const UserId = await bastion.user(`jane.${Source}`, other);
    await expect(get(UserId)).resolves.toMatchObject({ Source, SourceUserId, UserState: ['Normal'] });
    await expect(bastion.logOn(`jane.${Source}`, '')).resolves.toBeUndefined();
    const again = await refusal(bastion.user(`joan.${Source}`, other));
    expect(again).toMatchObject({ code: 'UserAlreadyExists', status: 400 });
  });

  it('needs a mail address where the instance has no other method than codes by mail', async () => {
    const set = (parameters: object) => bastion.call('ModifyInstanceTwoFactor', parameters);
    await set({ EnableTwoFactor: 'true', TwoFactorMethods: ['email'] });
    expect(await refusal(bastion.user('contactless'))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    await bastion.user('disabled', { TwoFactorStatus: 'Disable' });
    await bastion.user('mailed', { Email: 'mailed@example.com' });
    await set({ TwoFactorMethods: ['email', 'totp'] });
    await bastion.user('contactless');
    await set({ EnableTwoFactor: 'false' });
  });

  it('keeps a salted scrypt hash with its parameters instead of the password', async () => {
    await bastion.user('hash1');
    await bastion.user('hash2');
    const rows = await bastion.app.database.dataSource.query<{ password_hash: string; text: string }[]>(
      `select password_hash, u::text as text from bastion_users u where user_name in ('hash1', 'hash2')`,
    );
    for (const row of rows) {
      expect(row.password_hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/=]{24}\$[\w+/=]{44}$/);
      expect(row.text).not.toContain(password);
    }
    expect(rows[0]?.password_hash).not.toBe(rows[1]?.password_hash);
  });

  it('creates a user who can log on', async () => {
    const UserId = await bastion.user('dave');
    const logon = await bastion.logOn('dave', password);
    expect(logon?.user).toMatchObject({ userId: UserId, userName: 'dave', instanceId: bastion.instanceId });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no name', { UserName: undefined }, 'MissingUserName'],
      ['no source', { Source: undefined }, 'MissingSource'],
      ['no password', { Password: undefined }, 'InvalidParameter'],
      ['a short password', { Password: 'Aa1!aaa' }, 'InvalidParameter'],
      ['a password of 129 characters', { Password: 'Aa1!'.padEnd(129, 'a') }, 'InvalidParameter'],
      ['a password without an upper-case letter', { Password: 'correct-horse-7' }, 'InvalidParameter'],
      ['a password without a lower-case letter', { Password: 'CORRECT-HORSE-7' }, 'InvalidParameter'],
      ['a password without a digit', { Password: 'Correct-horse' }, 'InvalidParameter'],
      ['a password without a special character', { Password: 'Correcthorse7' }, 'InvalidParameter'],
      ['a name with a blank', { UserName: 'alice cooper' }, 'InvalidParameter'],
      ['a name with an @', { UserName: 'alice@corp' }, 'InvalidParameter'],
      ['a name of 129 characters', { UserName: 'a'.repeat(129) }, 'InvalidParameter'],
      ['an unknown source', { Source: 'IDaaS' }, 'InvalidParameter'],
      ['a local user with an id elsewhere', { SourceUserId: '2012' }, 'InvalidParameter'],
      ['a RAM user without an id', { Source: 'Ram', Password: undefined }, 'InvalidParameter'],
      ['a RAM user with a name for an id', { ...ofRam, SourceUserId: 'alice' }, 'InvalidParameter'],
      ['a RAM user with a weak password', { ...ofRam, Password: 'correct-horse' }, 'InvalidParameter'],
      [
        'a user of a directory with a password',
        { Source: 'LDAP', SourceUserId: 'cn=a,dc=b', Password: password },
        'InvalidParameter',
      ],
      ['a RAM user who must change it', { ...ofRam, NeedResetPassword: true }, 'InvalidParameter'],
      ['an LDAP user with a number for a name', { ...ofRam, Source: 'LDAP' }, 'InvalidParameter'],
      [
        'an AD user with an escape in their name',
        { ...ofRam, Source: 'AD', SourceUserId: 'cn=\u001b' },
        'InvalidParameter',
      ],
      ['a second factor without a method', { TwoFactorStatus: 'Enable' }, 'InvalidParameter'],
      ['two methods', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp', 'email'] }, 'InvalidParameter'],
      ['an unknown method', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['fax'] }, 'InvalidParameter'],
      ['codes by text message', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['sms'] }, 'TwoFactorMethodUnsupported'],
      [
        'codes by DingTalk',
        { TwoFactorStatus: 'Enable', TwoFactorMethods: ['dingtalk'] },
        'TwoFactorMethodUnsupported',
      ],
      ['email without an address', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['email'] }, 'InvalidParameter'],
      ['a language of their own that is not named', { LanguageStatus: 'Custom' }, 'InvalidParameter'],
      ['an unknown language', { LanguageStatus: 'Custom', Language: 'fr' }, 'InvalidParameter'],
      ['an end before the start', { EffectiveStartTime: 200, EffectiveEndTime: 100 }, 'InvalidParameter'],
      ['an invalid address', { Email: 'bob' }, 'InvalidParameter'],
      ['a country that is not listed', { MobileCountryCode: 'XX' }, 'InvalidParameter'],
    ])('%s', async (_, parameters, code) => {
      const user = bastion.call('CreateUser', {
        UserName: 'refused',
        Source: 'Local',
        Password: password,
        ...parameters,
      });
      const answer = await refusal(user);
      expect(answer).toMatchObject({ code, status: 400 });
      expect(answer.message).not.toContain(password);
    });
  });

  it('refuses a name that is taken, also when both are created at the same time', async () => {
    const both = await Promise.allSettled([bastion.user('twin'), bastion.user('twin')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusal(bastion.user('twin'))).resolves.toMatchObject({ code: 'UserAlreadyExists', status: 400 });
  });
});
