import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('DeleteUser', () => {
  it('deletes the user and their tags; the name is free again', async () => {
    const UserName = 'alice';
    await ram.call('CreateUser', { UserName });
    await ram.call('TagResources', { ResourceType: 'user', 'ResourceNames.1': UserName, 'Tag.1.Key': 'team' });
    await ram.call('DeleteUser', { UserName });
    await ram.call('CreateUser', { UserName });
    expect((await ram.call('ListTagResources', { ResourceType: 'user' })).TagResources).toEqual([]);
  });

  it('refuses a user who still has an AccessKey, a policy or a group', async () => {
    const { name: UserName, credentials } = await ram.newUser([allow('*')]);
    const GroupName = await ram.newGroup(UserName);
    const refused = async () => (await refusal(ram.call('DeleteUser', { UserName }))).code;
    expect(await refused()).toBe('DeleteConflict.User.AccessKey');
    await ram.call('DeleteAccessKey', { UserName, UserAccessKeyId: credentials.accessKeyId });
    expect(await refused()).toBe('DeleteConflict.User.Policy');
    const { Policies } = await ram.call('ListPoliciesForUser', { UserName });
    const { PolicyName, PolicyType } = Policies.Policy[0];
    await ram.call('DetachPolicyFromUser', { UserName, PolicyName, PolicyType });
    expect(await refused()).toBe('DeleteConflict.User.Group');
    await ram.call('RemoveUserFromGroup', { UserName, GroupName });
    await ram.call('DeleteUser', { UserName });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('DeleteUser', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeleteUser', { UserName: 'alice' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeleteUser', ram.accountId, 'user/alice'));
  });
});
