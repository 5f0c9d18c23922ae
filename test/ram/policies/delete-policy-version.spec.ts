import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('DeletePolicyVersion', () => {
  it('deletes a version that is not the default one', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument: policy(allow('kms:*')) });
    await ram.call('DeletePolicyVersion', { PolicyName, VersionId: 'v2' });
    expect(await refusal(ram.call('DeletePolicyVersion', { PolicyName, VersionId: 'v2' }))).toMatchObject({
      code: 'EntityNotExist.Policy.Version',
    });
    expect(await refusal(ram.call('DeletePolicyVersion', { PolicyName, VersionId: 'v1' }))).toEqual({
      code: 'DeleteConflict.Policy.Version.Default',
      status: 409,
      message: 'The default policy version CAN NOT been deleted directly.',
    });
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('DeletePolicyVersion', { PolicyName: 'nobody', VersionId: 'v1' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('DeletePolicyVersion', { PolicyName: 'nobody', VersionId: 'v1' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('DeletePolicyVersion', ram.accountId, 'policy/nobody'));
  });
});
