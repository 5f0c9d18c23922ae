import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DeleteGroup', () => {
  it('deletes the group', async () => {
    const GroupName = await ram.newGroup();
    await ram.call('DeleteGroup', { GroupName });
    expect((await ram.call('ListGroups')).Groups.Group).toEqual([]);
  });

  it('refuses a group that still has a user or a policy', async () => {
    const { name: UserName } = await ram.newUser();
    const GroupName = await ram.newGroup(UserName);
    const attached = { GroupName, PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    await ram.call('AttachPolicyToGroup', attached);
    const refused = async () => (await refusal(ram.call('DeleteGroup', { GroupName }))).code;
    expect(await refused()).toBe('DeleteConflict.Group.User');
    await ram.call('RemoveUserFromGroup', { GroupName, UserName });
    expect(await refused()).toBe('DeleteConflict.Group.Policy');
    await ram.call('DetachPolicyFromGroup', attached);
    await ram.call('DeleteGroup', { GroupName });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('DeleteGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeleteGroup', { GroupName: 'dev' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeleteGroup', ram.accountId, 'group/dev'));
  });
});
