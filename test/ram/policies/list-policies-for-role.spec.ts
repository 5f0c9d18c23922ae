import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListPoliciesForRole', () => {
  it('answers what is attached to the role itself', async () => {
    const RoleName = await ram.newRole();
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('AttachPolicyToRole', { RoleName, PolicyName, PolicyType: 'Custom' });
    await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'all' });
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    await ram.call('AttachPolicyToRole', { RoleName, ...system });
    const { Policies } = await ram.call('ListPoliciesForRole', { RoleName });
    expect(Policies.Policy).toEqual([
      { PolicyName, PolicyType: 'Custom', Description: 'all', DefaultVersion: 'v1', AttachDate: expect.any(String) },
      { ...system, Description: 'Everything in KMS', DefaultVersion: 'v3', AttachDate: expect.any(String) },
    ]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListPoliciesForRole', { RoleName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Role',
      status: 404,
      message: 'The role not exists: nobody.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListPoliciesForRole', { RoleName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListPoliciesForRole', ram.accountId, 'role/nobody'));
  });
});
