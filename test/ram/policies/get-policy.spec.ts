import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetPolicy', () => {
  it('answers a system policy with its document as published', async () => {
    const request = { PolicyName: 'AliyunKMSSecretUserAccess', PolicyType: 'System' };
    const { Policy, DefaultPolicyVersion } = await ram.call('GetPolicy', request);
    expect(Policy).toMatchObject({ ...request, DefaultVersion: 'v1', AttachmentCount: 0 });
    expect(JSON.parse(DefaultPolicyVersion.PolicyDocument)).toEqual({
      Version: '1',
      Statement: [
        { Effect: 'Allow', Action: ['kms:GetSecretValue'], Resource: '*' },
        { Effect: 'Allow', Action: ['kms:DescribeSecret', 'kms:ListSecretVersionIds'], Resource: '*' },
      ],
    });
  });

  it('counts the attachments', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const policyOf = { PolicyName, PolicyType: 'Custom' };
    for (const GroupName of [await ram.newGroup(), await ram.newGroup()]) {
      await ram.call('AttachPolicyToGroup', { GroupName, ...policyOf });
    }
    expect((await ram.call('GetPolicy', policyOf)).Policy.AttachmentCount).toBe(2);
  });

  it('refuses another type, and the name of a policy of the other type', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const get = (PolicyType: string) => refusal(ram.call('GetPolicy', { PolicyName, PolicyType }));
    expect((await get('System')).code).toBe('EntityNotExist.Policy');
    expect(await get('Mine')).toEqual({
      code: 'InvalidParameter.PolicyType',
      status: 400,
      message: 'The parameter - "PolicyType" is incorrect.',
    });
    expect((await refusal(ram.call('GetPolicy', { PolicyName }))).code).toBe('MissingPolicyType');
  });

  it('refuses what does not exist', async () => {
    expect(await refusal(ram.call('GetPolicy', { PolicyName: 'nobody', PolicyType: 'Custom' }))).toEqual({
      code: 'EntityNotExist.Policy',
      status: 404,
      message: 'The policy does not exist.',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('GetPolicy', { PolicyName: 'nobody', PolicyType: 'Custom' }, credentials);
    expect(await refusal(call)).toEqual(noPermission('GetPolicy', ram.accountId, 'policy/nobody'));
  });
});
