import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('GetPolicyVersion', () => {
  it('answers a version by its id', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const PolicyDocument = policy(allow('kms:*'));
    const { PolicyVersion } = await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument });
    const got = await ram.call('GetPolicyVersion', { PolicyName, PolicyType: 'Custom', VersionId: 'v2' });
    expect(got.PolicyVersion).toEqual(PolicyVersion);
  });

  it('answers the version of a system policy', async () => {
    const request = { PolicyName: 'AliyunKMSFullAccess', PolicyType: 'System', VersionId: 'v3' };
    const { PolicyVersion } = await ram.call('GetPolicyVersion', request);
    expect(PolicyVersion).toMatchObject({ VersionId: 'v3', IsDefaultVersion: true });
    expect(JSON.parse(PolicyVersion.PolicyDocument).Statement[0]).toEqual(allow('kms:*'));
  });

  it('refuses an id that does not exist or is malformed', async () => {
    const reference = { PolicyName: await ram.newPolicy(allow('*')), PolicyType: 'Custom' };
    expect(await refusal(ram.call('GetPolicyVersion', { ...reference, VersionId: 'v2' }))).toEqual({
      code: 'EntityNotExist.Policy.Version',
      status: 404,
      message: 'The policy version does not exist.',
    });
    expect((await refusal(ram.call('GetPolicyVersion', { ...reference, VersionId: '2' }))).code).toBe(
      'InvalidParameter.VersionId.Format',
    );
    expect((await refusal(ram.call('GetPolicyVersion', reference))).code).toBe('MissingVersionId');
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call(
      'GetPolicyVersion',
      { PolicyName: 'nobody', PolicyType: 'Custom', VersionId: 'v1' },
      credentials,
    );
    expect(await refusal(call)).toEqual(noPermission('GetPolicyVersion', ram.accountId, 'policy/nobody'));
  });
});
