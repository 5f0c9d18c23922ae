import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('ListPolicyVersions', () => {
  it('answers every version, the newest first', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument: policy(allow('kms:*')) });
    const { PolicyVersions } = await ram.call('ListPolicyVersions', { PolicyName, PolicyType: 'Custom' });
    expect(PolicyVersions.PolicyVersion).toMatchObject([
      { VersionId: 'v2', IsDefaultVersion: false, PolicyDocument: policy(allow('kms:*')) },
      { VersionId: 'v1', IsDefaultVersion: true, PolicyDocument: policy(allow('*')) },
    ]);
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('ListPolicyVersions', { PolicyName: 'nobody', PolicyType: 'Custom' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListPolicyVersions', { PolicyName: 'nobody', PolicyType: 'Custom' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListPolicyVersions', ram.accountId, 'policy/nobody'));
  });
});
