import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetUserMFAInfo', () => {
  it('answers that the user has none, for any user', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:GetUserMFAInfo')]);
    for (const by of [undefined, credentials])
      expect(await refusal(ram.call('GetUserMFAInfo', { UserName }, by))).toEqual({
        code: 'EntityNotExist.User.MFADevice',
        status: 404,
        message: 'The user has not bound any MFA device.',
      });
  });

  it('refuses a missing user name and an unknown user', async () => {
    expect((await refusal(ram.call('GetUserMFAInfo'))).code).toBe('MissingUserName');
    expect((await refusal(ram.call('GetUserMFAInfo', { UserName: 'a b' }))).code).toBe(
      'InvalidParameter.UserName.InvalidChars',
    );
    expect((await refusal(ram.call('GetUserMFAInfo', { UserName: 'nobody' }))).code).toBe('EntityNotExist.User');
  });

  it('refuses a caller without permission', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const call = ram.call('GetUserMFAInfo', { UserName }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetUserMFAInfo', ram.accountId, `user/${UserName}`));
  });
});
