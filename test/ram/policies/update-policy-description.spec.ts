import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('UpdatePolicyDescription', () => {
  it('answers the policy with its new description', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const { Policy } = await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'new' });
    expect(Policy).toMatchObject({ PolicyName, PolicyType: 'Custom', Description: 'new', DefaultVersion: 'v1' });
  });

  it('clears the description with an empty one', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'old' });
    const { Policy } = await ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: '' });
    expect(Policy).toMatchObject({ PolicyName, Description: '' });
  });

  it('refuses a description that is too long or missing', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const call = ram.call('UpdatePolicyDescription', { PolicyName, NewDescription: 'a'.repeat(1025) });
    expect(await refusal(call)).toMatchObject({ code: 'InvalidParameter.NewDescription.Length' });
    expect((await refusal(ram.call('UpdatePolicyDescription', { PolicyName }))).code).toBe('MissingNewDescription');
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(ram.call('UpdatePolicyDescription', { PolicyName: 'AliyunKMSFullAccess', NewDescription: 'x' })),
    ).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('UpdatePolicyDescription', { PolicyName: 'nobody', NewDescription: 'x' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('UpdatePolicyDescription', ram.accountId, 'policy/nobody'));
  });
});
