import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('SetDefaultPolicyVersion', () => {
  it('makes another version the default one', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument: policy(allow('kms:*')) });
    await ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v2' });
    const { Policy } = await ram.call('GetPolicy', { PolicyName, PolicyType: 'Custom' });
    expect(Policy).toMatchObject({ DefaultVersion: 'v2', PolicyDocument: policy(allow('kms:*')) });
  });

  it('refuses an unknown version', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    expect(await refusal(ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v9' }))).toMatchObject({
      code: 'EntityNotExist.Policy.Version',
      status: 404,
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('SetDefaultPolicyVersion', { PolicyName: 'nobody', VersionId: 'v1' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('SetDefaultPolicyVersion', { PolicyName: 'nobody', VersionId: 'v1' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('SetDefaultPolicyVersion', ram.accountId, 'policy/nobody'));
  });
});
