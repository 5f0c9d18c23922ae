import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListPoliciesForUser', () => {
  it('answers what is attached to the user itself', async () => {
    const UserName = (await ram.newUser()).name;
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'Custom' });
    await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'all' });
    const system = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System' };
    await ram.call('AttachPolicyToUser', { UserName, ...system });
    const { Policies } = await ram.call('ListPoliciesForUser', { UserName });
    expect(Policies.Policy).toEqual([
      { PolicyName, PolicyType: 'Custom', Description: 'all', DefaultVersion: 'v1', AttachDate: expect.any(String) },
      { ...system, Description: 'Everything in KMS', DefaultVersion: 'v3', AttachDate: expect.any(String) },
    ]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListPoliciesForUser', { UserName: 'nobody' }))).toEqual({
      code: 'EntityNotExist.User',
      status: 404,
      message: 'The user does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListPoliciesForUser', { UserName: 'nobody' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListPoliciesForUser', ram.accountId, 'user/nobody'));
  });
});
