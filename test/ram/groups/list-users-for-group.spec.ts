import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListUsersForGroup', () => {
  it('answers the members by name, page by page', async () => {
    for (const UserName of ['c', 'B', 'a', 'other'])
      await ram.call('CreateUser', { UserName, DisplayName: `is ${UserName}` });
    const GroupName = await ram.newGroup('c', 'B', 'a');
    const first = await ram.call('ListUsersForGroup', { GroupName, MaxItems: 2 });
    const second = await ram.call('ListUsersForGroup', { GroupName, MaxItems: 2, Marker: first.Marker });
    const members = [...first.Users.User, ...second.Users.User];
    expect(members.map(({ UserName, DisplayName }) => [UserName, DisplayName])).toEqual([
      ['a', 'is a'],
      ['B', 'is B'],
      ['c', 'is c'],
    ]);
    expect(members[0].JoinDate).toMatch(/^\d{4}-.*Z$/);
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListUsersForGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListUsersForGroup', { GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListUsersForGroup', ram.accountId, 'group/dev'));
  });
});
