import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('AttachPolicyToRole', () => {
  it('attaches custom policies and system policies', async () => {
    const RoleName = await ram.newRole();
    const custom = { PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    for (const each of [custom, system]) await ram.call('AttachPolicyToRole', { RoleName, ...each });
    expect((await ram.call('ListPoliciesForRole', { RoleName })).Policies.Policy).toMatchObject([custom, system]);
  });

  it('refuses a policy that is attached, one that does not exist, and an eleventh custom one', async () => {
    const RoleName = await ram.newRole();
    const attach = (PolicyName: string, PolicyType = 'Custom') =>
      ram.call('AttachPolicyToRole', { RoleName, PolicyName, PolicyType });
    const names: string[] = [];
    for (let count = 1; count <= 11; count += 1) names.push(await ram.newPolicy(allow('*')));
    for (const name of names.slice(0, 10)) await attach(name);
    expect(await refusal(attach(names[0] as string))).toEqual({
      code: 'EntityAlreadyExists.Role.Policy',
      status: 409,
      message: 'The role has already been attached this policy.',
    });
    expect(await refusal(attach(names[10] as string))).toMatchObject({
      code: 'LimitExceeded.Role.Policy',
      status: 409,
    });
    expect((await refusal(attach('nobody'))).code).toBe('EntityNotExist.Policy');
    // A policy that is only for a service-linked role.
    expect((await refusal(attach('AliyunServiceRolePolicyForBastionhost', 'System'))).code).toBe(
      'EntityNotExist.Policy',
    );
  });

  it('refuses resource groups, which are not here', async () => {
    const request = { RoleName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom', ResourceGroupId: 'rg-1' };
    expect((await refusal(ram.call('AttachPolicyToRole', request))).code).toBe('InvalidParameter.ResourceGroupId');
  });

  it('refuses a caller who may not use this policy', async () => {
    const ours = `acs:ram:*:${ram.accountId}:*`;
    const { credentials } = await ram.newUser([allow('ram:*', ours)]);
    const request = { RoleName: await ram.newRole(), PolicyName: 'AdministratorAccess', PolicyType: 'System' };
    const call = ram.call('AttachPolicyToRole', request, credentials);
    const resource = 'policy/AdministratorAccess';
    expect(await refusal(call)).toEqual(noPermission('AttachPolicyToRole', 'system', resource));
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(ram.call('AttachPolicyToRole', { RoleName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' })),
    ).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });
});
