import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('AddUserToGroup', () => {
  it('makes the user a member', async () => {
    const { name: UserName } = await ram.newUser();
    const GroupName = await ram.newGroup();
    await ram.call('AddUserToGroup', { UserName, GroupName });
    expect((await ram.call('ListGroupsForUser', { UserName })).Groups.Group).toMatchObject([{ GroupName }]);
  });

  it('refuses a member, and an eleventh group', async () => {
    const { name: UserName } = await ram.newUser();
    for (let count = 1; count <= 10; count += 1) await ram.newGroup(UserName);
    const add = async () => ram.call('AddUserToGroup', { UserName, GroupName: await ram.newGroup() });
    expect(await refusal(add())).toMatchObject({ code: 'LimitExceeded.User.Group', status: 409 });
    const { Groups } = await ram.call('ListGroupsForUser', { UserName });
    expect(Groups.Group).toHaveLength(10);
    const again = ram.call('AddUserToGroup', { UserName, GroupName: Groups.Group[0].GroupName });
    expect(await refusal(again)).toEqual({
      code: 'EntityAlreadyExists.User.Group',
      status: 409,
      message: 'The user has already joined the group.',
    });
  });

  it('refuses an unknown user or group', async () => {
    const { name: UserName } = await ram.newUser();
    const add = (parameters: object) => refusal(ram.call('AddUserToGroup', parameters));
    expect((await add({ UserName, GroupName: 'nobody' })).code).toBe('EntityNotExist.Group');
    expect((await add({ UserName: 'nobody', GroupName: 'nobody' })).code).toBe('EntityNotExist.User');
    expect((await add({ UserName })).code).toBe('MissingGroupName');
  });

  it('refuses a caller who may not change both the user and the group', async () => {
    const GroupName = await ram.newGroup();
    const ofUsers = `acs:ram:*:${ram.accountId}:user/*`;
    const { name: UserName, credentials } = await ram.newUser([allow('ram:AddUserToGroup', ofUsers)]);
    const call = ram.call('AddUserToGroup', { UserName, GroupName }, credentials);
    expect(await refusal(call)).toEqual(noPermission('AddUserToGroup', ram.accountId, `group/${GroupName}`));
  });
});
