import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('AttachPolicyToUser', () => {
  it('attaches custom policies and system policies', async () => {
    const UserName = (await ram.newUser()).name;
    const custom = { PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    for (const each of [custom, system]) await ram.call('AttachPolicyToUser', { UserName, ...each });
    expect((await ram.call('ListPoliciesForUser', { UserName })).Policies.Policy).toMatchObject([custom, system]);
  });

  it('refuses a policy that is attached, one that does not exist, and an eleventh custom one', async () => {
    const UserName = (await ram.newUser()).name;
    const attach = (PolicyName: string, PolicyType = 'Custom') =>
      ram.call('AttachPolicyToUser', { UserName, PolicyName, PolicyType });
    const names: string[] = [];
    for (let count = 1; count <= 11; count += 1) names.push(await ram.newPolicy(allow('*')));
    for (const name of names.slice(0, 10)) await attach(name);
    expect(await refusal(attach(names[0] as string))).toEqual({
      code: 'EntityAlreadyExists.User.Policy',
      status: 409,
      message: 'The user has already been attached this policy.',
    });
    expect(await refusal(attach(names[10] as string))).toMatchObject({
      code: 'LimitExceeded.User.Policy',
      status: 409,
    });
    expect((await refusal(attach('nobody'))).code).toBe('EntityNotExist.Policy');
    // A policy that is only for a service-linked role.
    expect((await refusal(attach('AliyunServiceRolePolicyForBastionhost', 'System'))).code).toBe(
      'EntityNotExist.Policy',
    );
  });

  it('refuses resource groups, which are not here', async () => {
    const request = { UserName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom', ResourceGroupId: 'rg-1' };
    expect((await refusal(ram.call('AttachPolicyToUser', request))).code).toBe('InvalidParameter.ResourceGroupId');
  });

  it('refuses a caller who may not use this policy', async () => {
    const ours = `acs:ram:*:${ram.accountId}:*`;
    const { credentials } = await ram.newUser([allow('ram:*', ours)]);
    const request = { UserName: (await ram.newUser()).name, PolicyName: 'AdministratorAccess', PolicyType: 'System' };
    const call = ram.call('AttachPolicyToUser', request, credentials);
    const resource = 'policy/AdministratorAccess';
    expect(await refusal(call)).toEqual(noPermission('AttachPolicyToUser', 'system', resource));
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(ram.call('AttachPolicyToUser', { UserName: 'nobody', PolicyName: 'nobody', PolicyType: 'Custom' })),
    ).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });
});
