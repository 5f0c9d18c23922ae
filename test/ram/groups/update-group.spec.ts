import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UpdateGroup', () => {
  it('answers the changed group; its members stay', async () => {
    const { name } = await ram.newUser();
    const GroupName = await ram.newGroup(name);
    const { Group } = await ram.call('UpdateGroup', { GroupName, NewGroupName: 'renamed', NewComments: 'new' });
    expect(Group).toMatchObject({ GroupName: 'renamed', Comments: 'new' });
    const { Users } = await ram.call('ListUsersForGroup', { GroupName: 'renamed' });
    expect(Users.User).toMatchObject([{ UserName: name }]);
  });

  it('clears the comments with empty ones', async () => {
    const GroupName = await ram.newGroup();
    await ram.call('UpdateGroup', { GroupName, NewComments: 'old' });
    const { Group } = await ram.call('UpdateGroup', { GroupName, NewComments: '', NewGroupName: '' });
    expect(Group).toMatchObject({ GroupName, Comments: '' });
  });

  it('refuses a new name that is taken', async () => {
    const [GroupName, NewGroupName] = [await ram.newGroup(), await ram.newGroup()];
    expect(await refusal(ram.call('UpdateGroup', { GroupName, NewGroupName }))).toMatchObject({
      code: 'EntityAlreadyExists.Group',
      status: 409,
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('UpdateGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('UpdateGroup', { GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('UpdateGroup', ram.accountId, 'group/dev'));
  });
});
