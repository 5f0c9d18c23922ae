import { UserAuthentication } from '../../../src/bastionhost/bastionhost.api.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import { refusal } from '../../support/api-clients.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('CreateUser', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start({ realPasswordCost: true });
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
        DisplayName: 'Bob the Engineer',
        Comment: 'night shift',
        Email: 'bob@example.com',
        Mobile: '13312345678',
        MobileCountryCode: 'DE',
        TwoFactorStatus: 'Disable',
        EffectiveStartTime: 1_700_000_000,
        EffectiveEndTime: 4_100_000_000,
      };
      const UserId = await bastion.user('bob', given);
      await expect(get(UserId)).resolves.toMatchObject(given);
    });

    it('to defaults of parameters that have no effect here', async () => {
      const defaults = { NeedResetPassword: false, LanguageStatus: 'Global', TwoFactorMethods: [], SourceUserId: '' };
      await expect(bastion.user('carol', defaults)).resolves.toMatch(/^\d+$/);
    });

    it("with a name as in the vendor's Terraform example", async () => {
      await expect(bastion.user('my-local-user')).resolves.toMatch(/^\d+$/);
    });
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
    const user = await bastion.app.get(UserAuthentication).byPassword(bastion.listener, 'dave', new Redacted(password));
    expect(user).toMatchObject({ userId: UserId, userName: 'dave', instanceId: bastion.instanceId });
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
      ['a RAM user', { Source: 'Ram', SourceUserId: '1' }, 'InvalidParameter'],
      ['an LDAP user', { Source: 'LDAP', SourceUserId: 'cn=x' }, 'InvalidParameter'],
      ['a second factor', { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] }, 'InvalidParameter'],
      ['a password that must be changed', { NeedResetPassword: true }, 'InvalidParameter'],
      ['a language', { LanguageStatus: 'Custom', Language: 'en' }, 'InvalidParameter'],
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
