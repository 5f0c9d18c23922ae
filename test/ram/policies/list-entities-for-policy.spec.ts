import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListEntitiesForPolicy', () => {
  it('answers the users, groups and roles that the policy is attached to', async () => {
    const reference = { PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    const { name: UserName, id: UserId } = await ram.newUser();
    const [GroupName, RoleName] = [await ram.newGroup(), await ram.newRole()];
    await ram.call('AttachPolicyToUser', { UserName, ...reference });
    await ram.call('AttachPolicyToGroup', { GroupName, ...reference });
    await ram.call('AttachPolicyToRole', { RoleName, ...reference });
    const AttachDate = expect.stringMatching(/Z$/);
    const { Users, Groups, Roles } = await ram.call('ListEntitiesForPolicy', reference);
    expect(Users.User).toEqual([{ UserId, UserName, DisplayName: '', AttachDate }]);
    expect(Groups.Group).toEqual([{ GroupName, Comments: '', AttachDate }]);
    const RoleId = expect.stringMatching(/^\d{18}$/);
    expect(Roles.Role).toEqual([{ RoleId, RoleName, Arn: ram.roleArn(RoleName), Description: '', AttachDate }]);
  });

  it("answers the bastion's role for its policy", async () => {
    const request = { PolicyName: 'AliyunServiceRolePolicyForBastionhost', PolicyType: 'System' };
    const { Roles } = await ram.call('ListEntitiesForPolicy', request);
    expect(Roles.Role).toMatchObject([{ RoleName: 'AliyunServiceRoleForBastionhost' }]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListEntitiesForPolicy', { PolicyName: 'nobody', PolicyType: 'Custom' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListEntitiesForPolicy', { PolicyName: 'nobody', PolicyType: 'Custom' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListEntitiesForPolicy', ram.accountId, 'policy/nobody'));
  });
});
