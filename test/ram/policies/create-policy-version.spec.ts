import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('CreatePolicyVersion', () => {
  const PolicyDocument = policy(allow('kms:*'));

  it('answers the next version, which becomes the default only on request', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const second = await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument });
    expect(second.PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: false, PolicyDocument });
    const third = await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument, SetAsDefault: true });
    expect(third.PolicyVersion).toMatchObject({ VersionId: 'v3', IsDefaultVersion: true });
    const { Policy } = await ram.call('GetPolicy', { PolicyName, PolicyType: 'Custom' });
    expect(Policy.DefaultVersion).toBe('v3');
  });

  it('refuses a sixth version, unless the oldest may give way; numbers are not used twice', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    for (let count = 2; count <= 5; count += 1) await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument });
    expect(await refusal(ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument }))).toEqual({
      code: 'LimitExceeded.Policy.Version',
      status: 409,
      message: 'The count of policy version beyond the current limits.',
    });
    const RotateStrategy = 'DeleteOldestNonDefaultVersionWhenLimitExceeded';
    await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument, RotateStrategy });
    const { PolicyVersions } = await ram.call('ListPolicyVersions', { PolicyName, PolicyType: 'Custom' });
    const ids = PolicyVersions.PolicyVersion.map(({ VersionId }: { VersionId: string }) => VersionId);
    expect(ids).toEqual(['v6', 'v5', 'v4', 'v3', 'v1']);
  });

  it('refuses an invalid policy', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const create = (parameters: object) => refusal(ram.call('CreatePolicyVersion', { PolicyName, ...parameters }));
    expect((await create({ PolicyDocument: '{}' })).code).toBe('MalformedPolicyDocument');
    expect(await create({})).toEqual({
      code: 'MissingParameter',
      status: 400,
      message: 'Parameter PolicyDocument is required.',
    });
    expect((await create({ PolicyDocument, RotateStrategy: 'All' })).code).toBe('InvalidParameter.RotateStrategy');
  });

  it('refuses what does not exist', async () => {
    expect(
      await refusal(ram.call('CreatePolicyVersion', { PolicyName: 'AliyunKMSFullAccess', PolicyDocument })),
    ).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreatePolicyVersion', { PolicyName: 'nobody', PolicyDocument }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreatePolicyVersion', ram.accountId, 'policy/nobody'));
  });
});
