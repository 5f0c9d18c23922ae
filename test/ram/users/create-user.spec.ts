import { refusal } from '../../support/api-clients.ts';
import { noPermission } from '../ram-account.ts';
import { RamApplication } from '../ram-application.ts';

describe('CreateUser', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  describe('answers', () => {
    it('the user with their id', async () => {
      const draft = {
        UserName: 'alice',
        DisplayName: 'Alice A.',
        MobilePhone: '86-13800000000',
        Email: 'alice@example.com',
        Comments: 'an engineer',
      };
      const { User } = await ram.call('CreateUser', draft);
      expect(User).toMatchObject({ ...draft, UserId: expect.stringMatching(/^\d{18}$/) });
      expect(User.CreateDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect((await ram.call('GetUser', { UserName: 'alice' })).User).toEqual(User);
    });

    it('a user without a display name where none is given', async () => {
      const { User } = await ram.call('CreateUser', { UserName: 'bob' });
      expect(User).toMatchObject({ DisplayName: '', MobilePhone: '', Email: '', Comments: '' });
    });
  });

  describe('refuses parameters', () => {
    it('a user without a name', async () => {
      expect(await refusal(ram.call('CreateUser'))).toEqual({
        code: 'MissingUserName',
        status: 400,
        message: 'UserName is mandatory for this action.',
      });
    });

    it.each([
      ['UserName', 'a b', 'InvalidChars', 'The parameter - "UserName" contains invalid chars.'],
      ['UserName', 'a'.repeat(65), 'Length', 'The parameter - "UserName" beyond the length limit.'],
      ['DisplayName', 'a'.repeat(129), 'Length', 'The parameter - "DisplayName" beyond the length limit.'],
      ['DisplayName', 'a\u0007b', 'InvalidChars', 'The parameter - "DisplayName" contains invalid chars.'],
      ['Comments', 'a'.repeat(129), 'Length', 'The parameter - "Comments" beyond the length limit.'],
      ['Email', 'alice', 'Format', 'The format of the parameter - "Email" is incorrect.'],
      ['MobilePhone', '110', 'Format', 'The format of the parameter - "MobilePhone" is incorrect.'],
    ])('%s=%s: %s', async (name, value, flaw, message) => {
      const request = { UserName: ram.newName(), [name]: value };
      const code = `InvalidParameter.${name}.${flaw}`;
      expect(await refusal(ram.call('CreateUser', request))).toEqual({ code, status: 400, message });
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreateUser', { UserName: 'mallory' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreateUser', ram.accountId, 'user/*'));
  });

  describe('refuses state', () => {
    it('a name that is taken, in any letter case', async () => {
      await ram.call('CreateUser', { UserName: 'carol' });
      expect(await refusal(ram.call('CreateUser', { UserName: 'Carol' }))).toEqual({
        code: 'EntityAlreadyExists.User',
        status: 409,
        message: 'The user does already EXIST.',
      });
    });

    it('more users than an account may have', async () => {
      await ram.query(
        `insert into ram_users select $1, 'u' || n, 'u' || n, '', '', '', '', now(), now() from generate_series(1, 5000) n`,
        [ram.accountId],
      );
      expect(await refusal(ram.call('CreateUser', { UserName: 'dave' }))).toMatchObject({
        code: 'LimitExceeded.User',
        status: 409,
      });
    });
  });
});
