import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('RemoveUserFromGroup', () => {
  it('removes the user, who can be added again', async () => {
    const { name: UserName } = await ram.newUser();
    const GroupName = await ram.newGroup(UserName);
    await ram.call('RemoveUserFromGroup', { UserName, GroupName });
    expect((await ram.call('ListUsersForGroup', { GroupName })).Users.User).toEqual([]);
    await ram.call('AddUserToGroup', { UserName, GroupName });
  });

  it('refuses a user who is not a member', async () => {
    const { name: UserName } = await ram.newUser();
    const GroupName = await ram.newGroup();
    expect(await refusal(ram.call('RemoveUserFromGroup', { UserName, GroupName }))).toEqual({
      code: 'EntityNotExist.User.Group',
      status: 404,
      message: 'The user has not joined the group.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('RemoveUserFromGroup', { UserName: 'alice', GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('RemoveUserFromGroup', ram.accountId, 'user/alice'));
  });
});
