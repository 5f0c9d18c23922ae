import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListAccessKeys', () => {
  it('answers the pairs of the user, oldest first, without their secrets', async () => {
    const user = await ram.newUser([allow('ram:ListAccessKeys')]);
    const second = await ram.newAccessKey(user.name);
    const list = [user.credentials, second].map(({ accessKeyId }) => ({
      AccessKeyId: accessKeyId,
      Status: 'Active',
      CreateDate: expect.stringMatching(/Z$/),
    }));
    expect((await ram.call('ListAccessKeys', { UserName: user.name })).AccessKeys.AccessKey).toEqual(list);
    expect((await ram.call('ListAccessKeys', {}, user.credentials)).AccessKeys.AccessKey).toEqual(list);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListAccessKeys', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListAccessKeys', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListAccessKeys', ram.accountId, 'user/alice'));
  });
});
