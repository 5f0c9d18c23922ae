import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DeleteLoginProfile', () => {
  it('answers that the user has none, for any user', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:DeleteLoginProfile')]);
    for (const by of [undefined, credentials])
      expect(await refusal(ram.call('DeleteLoginProfile', { UserName }, by))).toEqual({
        code: 'EntityNotExist.User.LoginProfile',
        status: 404,
        message: 'The user login profile does not exist.',
      });
  });

  it('refuses a missing user name and an unknown user', async () => {
    expect((await refusal(ram.call('DeleteLoginProfile'))).code).toBe('MissingUserName');
    expect((await refusal(ram.call('DeleteLoginProfile', { UserName: 'a b' }))).code).toBe(
      'InvalidParameter.UserName.InvalidChars',
    );
    expect((await refusal(ram.call('DeleteLoginProfile', { UserName: 'nobody' }))).code).toBe('EntityNotExist.User');
  });

  it('refuses a caller without permission', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const call = ram.call('DeleteLoginProfile', { UserName }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeleteLoginProfile', ram.accountId, `user/${UserName}`));
  });
});
