import { refusal, type Members } from '../../support/api-clients.ts';
import { newRamUser } from '../../support/new-ram-user.ts';
import { mailSettings } from '../../support/test-settings.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

const elsewhere = { Source: 'LDAP', SourceUserId: 'cn=a,dc=b', Password: undefined };

describe('CreateUser', () => {
  let bastion: BastionApplication;
  let ramUserId: string | undefined;
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
    ['Ram', () => newRamUser(bastion.app, 'jane')],
    ['AD', () => 'CN=Doe\\, Jane,OU=R&D,DC=corp,DC=example'],
    ['LDAP', () => 'uid=jane, ou=people, dc=example'],
  ])('creates a user of %s without a password, whom no other may stand for', async (Source, id) => {
    const SourceUserId = await id();
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
      ['a user of a directory with a password', { ...elsewhere, Password: password }, 'InvalidParameter'],
      ['an LDAP user with a number for a name', { ...elsewhere, SourceUserId: '2012' }, 'InvalidParameter'],
      [
        'an AD user with an escape in their name',
        { ...elsewhere, Source: 'AD', SourceUserId: 'cn=\u001b' },
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

  it.each<[string, string, (id: string) => Members]>([
    ['without an id', 'SourceUserId', () => ({ SourceUserId: undefined })],
    ['with a name for an id', 'SourceUserId', () => ({ SourceUserId: 'alice' })],
    ['whom the account does not have', 'SourceUserId', () => ({ SourceUserId: '201234567890123456' })],
    ['with a weak password', 'Password', (SourceUserId) => ({ SourceUserId, Password: 'correct-horse' })],
    ['who must change a password', 'NeedResetPassword', (SourceUserId) => ({ SourceUserId, NeedResetPassword: true })],
  ])('refuses parameters: a RAM user %s', async (_, Parameter, parameters) => {
    ramUserId ??= await newRamUser(bastion.app, 'refused');
    const user = { UserName: 'refused', Source: 'Ram', ...parameters(ramUserId) };
    await expect(bastion.call('CreateUser', user)).rejects.toMatchObject({
      code: 'InvalidParameter',
      data: { Parameter },
    });
  });

  it('refuses the RAM user of another account, and one who is deleted', async () => {
    const another = await bastion.app.another();
    const theirs = await newRamUser(another, 'theirs');
    const deleted = await newRamUser(bastion.app, 'deleted');
    await bastion.app.pop('ram').request('DeleteUser', { UserName: 'deleted' });
    for (const SourceUserId of [theirs, deleted]) {
      const user = bastion.call('CreateUser', { UserName: 'refused', Source: 'Ram', SourceUserId });
      await expect(user).rejects.toMatchObject({ code: 'InvalidParameter', data: { Parameter: 'SourceUserId' } });
    }
  });

  it('makes nobody who may log on of a RAM user who is deleted at the same time', async () => {
    const ram = bastion.app.pop('ram');
    for (const UserName of ['race-1', 'race-2', 'race-3']) {
      const SourceUserId = await newRamUser(bastion.app, UserName);
      const user = bastion.call('CreateUser', { UserName, Source: 'Ram', SourceUserId });
      await Promise.allSettled([user, ram.request('DeleteUser', { UserName })]);
      const { Users } = await bastion.call('ListUsers', { UserName });
      expect(Users.filter(({ UserState }: Members) => UserState[0] !== 'RemoteDeleted')).toEqual([]);
    }
  });

  it('refuses a name that is taken, also when both are created at the same time', async () => {
    const both = await Promise.allSettled([bastion.user('twin'), bastion.user('twin')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusal(bastion.user('twin'))).resolves.toMatchObject({ code: 'UserAlreadyExists', status: 400 });
  });
});
