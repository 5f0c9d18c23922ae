import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('CreatePolicy', () => {
  it('answers the policy, whose first version is the default one, kept as it was sent', async () => {
    const PolicyDocument = ` ${policy(allow('kms:*'))} `;
    const draft = { PolicyName: 'Keys', Description: 'of keys', PolicyDocument, 'Tag.1.Key': 'team' };
    const { Policy } = await ram.call('CreatePolicy', draft);
    const shown = { PolicyName: 'Keys', PolicyType: 'Custom', Description: 'of keys', DefaultVersion: 'v1' };
    expect(Policy).toMatchObject(shown);
    const got = await ram.call('GetPolicy', { PolicyName: 'Keys', PolicyType: 'Custom' });
    expect(got.DefaultPolicyVersion).toMatchObject({ VersionId: 'v1', IsDefaultVersion: true, PolicyDocument });
  });

  it('refuses a name that is taken, in words that the vendor has for groups', async () => {
    const PolicyName = await ram.newPolicy(allow('*'));
    const call = ram.call('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('*')) });
    expect(await refusal(call)).toEqual({
      code: 'EntityAlreadyExists.Policy',
      status: 409,
      message: 'The group does already EXIST.',
    });
  });

  it.each([
    ['{', 'MalformedPolicyDocument'],
    ['[]', 'MalformedPolicyDocument'],
    ['{"Version":"2","Statement":[]}', 'MalformedPolicyDocument'],
    [policy({ Effect: 'Allow', Action: 'kms:*' }), 'MalformedPolicyDocument'],
    [policy({ ...allow('*'), Principal: { RAM: ['*'] } }), 'MalformedPolicyDocument'],
    [policy(allow('x'.repeat(6_144))), 'InvalidParameter.PolicyDocument.Length'],
    ['', 'MissingParameter'],
  ])('refuses the document %s', async (PolicyDocument, code) => {
    const call = ram.call('CreatePolicy', { PolicyName: ram.newName(), PolicyDocument });
    expect(await refusal(call)).toMatchObject({ code, status: 400 });
  });

  it.each([
    ['a_b', 'InvalidParameter.PolicyName.InvalidChars'],
    ['a'.repeat(129), 'InvalidParameter.PolicyName.Length'],
  ])('refuses the name %s', async (PolicyName, code) => {
    const call = ram.call('CreatePolicy', { PolicyName, PolicyDocument: policy(allow('*')) });
    expect(await refusal(call)).toMatchObject({ code, status: 400 });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('CreatePolicy', { PolicyName: 'mine', PolicyDocument: policy(allow('*')) }, credentials);
    expect(await refusal(call)).toEqual(noPermission('CreatePolicy', ram.accountId, 'policy/*'));
  });
});
