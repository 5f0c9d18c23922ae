import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UnbindMFADevice', () => {
  it('answers that the user has none, whoever he is', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('ram:UnbindMFADevice')]);
    for (const by of [undefined, credentials])
      expect(await refusal(ram.call('UnbindMFADevice', { UserName }, by))).toEqual({
        code: 'EntityNotExist.User.MFADevice',
        status: 404,
        message: 'The user has not bound any MFA device.',
      });
  });

  it('refuses no user, and one who is not there', async () => {
    expect((await refusal(ram.call('UnbindMFADevice'))).code).toBe('MissingUserName');
    expect((await refusal(ram.call('UnbindMFADevice', { UserName: 'a b' }))).code).toBe(
      'InvalidParameter.UserName.InvalidChars',
    );
    expect((await refusal(ram.call('UnbindMFADevice', { UserName: 'nobody' }))).code).toBe('EntityNotExist.User');
  });

  it('refuses the caller who may not', async () => {
    const { name: UserName, credentials } = await ram.newUser();
    const call = ram.call('UnbindMFADevice', { UserName }, credentials);
    expect(await refusal(call)).toEqual(noPermission('UnbindMFADevice', ram.accountId, `user/${UserName}`));
  });
});
