import { refusal } from '../../support/api-clients.ts';
import { newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListGroupsForUser', () => {
  it('answers the groups of the user', async () => {
    const { name: UserName } = await ram.newUser();
    const groups = [await ram.newGroup(UserName), await ram.newGroup(UserName)];
    await ram.newGroup();
    const { Groups } = await ram.call('ListGroupsForUser', { UserName });
    expect(Groups.Group.map(({ GroupName }: { GroupName: string }) => GroupName)).toEqual(groups);
    expect(Groups.Group[0]).toMatchObject({ Comments: '', JoinDate: expect.stringMatching(/Z$/) });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListGroupsForUser', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListGroupsForUser', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListGroupsForUser', ram.accountId, 'user/alice'));
  });
});
