import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('AttachPolicyToGroup', () => {
  it('attaches custom policies and system policies', async () => {
    const GroupName = await ram.newGroup();
    const custom = { PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    for (const each of [custom, system]) await ram.call('AttachPolicyToGroup', { GroupName, ...each });
    expect((await ram.call('ListPoliciesForGroup', { GroupName })).Policies.Policy).toMatchObject([custom, system]);
  });

  it('refuses a policy that is attached, one that does not exist, and an eleventh custom one', async () => {
    const GroupName = await ram.newGroup();
    const attach = (PolicyName: string, PolicyType = 'Custom') =>
      ram.call('AttachPolicyToGroup', { GroupName, PolicyName, PolicyType });
    const names: string[] = [];
    for (let count = 1; count <= 11; count += 1) names.push(await ram.newPolicy(allow('*')));
    for (const name of names.slice(0, 10)) await attach(name);
    expect(await refusal(attach(names[0] as string))).toEqual({
      code: 'EntityAlreadyExists.Group.Policy',
      status: 409,
      message: 'The group has already been attached this policy.',
    });
    expect(await refusal(attach(names[10] as string))).toMatchObject({
      code: 'LimitExceeded.Group.Policy',
      status: 409,
    });
    expect((await refusal(attach('nobody'))).code).toBe('EntityNotExist.Policy');
    // A policy that is only for a service-linked role.
    expect((await refusal(attach('AliyunServiceRolePolicyForBastionhost', 'System'))).code).toBe(
      'EntityNotExist.Policy',
    );
  });

  it('refuses resource groups, which are not here', async () => {
    const request = { GroupName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom', ResourceGroupId: 'rg-1' };
    expect((await refusal(ram.call('AttachPolicyToGroup', request))).code).toBe('InvalidParameter.ResourceGroupId');
  });

  it('refuses a caller who may not use this policy', async () => {
    const ours = `acs:ram:*:${ram.accountId}:*`;
    const { credentials } = await ram.newUser([allow('ram:*', ours)]);
    const request = { GroupName: await ram.newGroup(), PolicyName: 'AdministratorAccess', PolicyType: 'System' };
    const call = ram.call('AttachPolicyToGroup', request, credentials);
    const resource = 'policy/AdministratorAccess';
    expect(await refusal(call)).toEqual(noPermission('AttachPolicyToGroup', 'system', resource));
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(
        ram.call('AttachPolicyToGroup', { GroupName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' }),
      ),
    ).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });
});
