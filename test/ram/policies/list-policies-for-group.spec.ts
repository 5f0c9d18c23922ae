import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListPoliciesForGroup', () => {
  it('answers what is attached to the group itself', async () => {
    const GroupName = await ram.newGroup();
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('AttachPolicyToGroup', { GroupName, PolicyName, PolicyType: 'Custom' });
    await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'all' });
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    await ram.call('AttachPolicyToGroup', { GroupName, ...system });
    const { Policies } = await ram.call('ListPoliciesForGroup', { GroupName });
    expect(Policies.Policy).toEqual([
      { PolicyName, PolicyType: 'Custom', Description: 'all', DefaultVersion: 'v1', AttachDate: expect.any(String) },
      { ...system, Description: 'Everything in KMS', DefaultVersion: 'v3', AttachDate: expect.any(String) },
    ]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListPoliciesForGroup', { GroupName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.Group',
      status: 404,
      message: 'The group does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListPoliciesForGroup', { GroupName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListPoliciesForGroup', ram.accountId, 'group/nobody'));
  });
});
