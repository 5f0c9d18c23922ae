import { refusal } from '../../support/api-clients.ts';
import { newAccount, region } from '../kms-account.ts';
import { otherAccount, policyOf, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('SetSecretPolicy', () => {
  const set = (SecretName: string, Policy: string, PolicyName?: string) =>
    kms.call('SetSecretPolicy', { SecretName, Policy, ...(PolicyName ? { PolicyName } : {}) });
  const arnOf = (name: string) => `acs:kms:${region}:${kms.accountId}:secret/${name}`;
  const share = (arn: string, ...actions: string[]) => policyOf({ Action: actions, Principal: { RAM: [arn] } });

  describe('answers', () => {
    it('nothing, and keeps the policy as it was sent', async () => {
      const SecretName = await kms.createSecret();
      const Policy = ` ${share(`acs:ram::${kms.accountId}:*`, 'kms:*')}`;
      expect(Object.keys(await set(SecretName, Policy, 'default'))).toEqual(['RequestId']);
      expect((await kms.call('GetSecretPolicy', { SecretName })).Policy).toBe(Policy);
    });

    it('with immediate effect for a user without policies, until it is replaced', async () => {
      const SecretName = await kms.createSecret();
      const user = await ramUser(kms, []);
      const read = () => user.kms.request('GetSecretValue', { SecretName });
      await expect(read()).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
      await set(SecretName, share(user.arn, 'kms:GetSecretValue'));
      expect((await read()).SecretData).toBe('first');
      await expect(user.kms.request('DescribeSecret', { SecretName })).rejects.toMatchObject({
        code: 'Forbidden.NoPermission',
      });
      await set(SecretName, share(user.arn, 'kms:DescribeSecret'));
      await expect(read()).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    });

    it('a Deny that overrides what other policies allow the user', async () => {
      const SecretName = await kms.createSecret();
      const user = await ramUser(kms, [{ Action: '*' }]);
      const deny = { Effect: 'Deny', Action: 'kms:GetSecretValue', Principal: { RAM: [user.arn] } } as const;
      await set(SecretName, policyOf(deny));
      const error = await refusal(user.kms.request('GetSecretValue', { SecretName }));
      expect(error).toMatchObject({ code: 'Forbidden.NoPermission', status: 403 });
      await user.kms.request('DescribeSecret', { SecretName });
    });

    it('a policy given to CreateSecret, too', async () => {
      const user = await ramUser(kms, []);
      const SecretName = await kms.createSecret({ Policy: share(user.arn, 'kms:GetSecretValue') });
      expect((await user.kms.request('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });

    it('another account by ARN, when both sides allow it: reading and changing', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'shared' });
      const other = await otherAccount(kms);
      const user = await ramUser(kms, [{ Action: 'kms:*', Resource: arnOf(SecretName) }], other.account);
      const actions = ['GetSecretValue', 'DescribeSecret', 'ListSecretVersionIds', 'PutSecretValue', 'UpdateSecret'];
      await set(SecretName, share(user.arn, ...actions.map((action) => `kms:${action}`)));
      const shared = { SecretName: arnOf(SecretName) };
      expect(await user.kms.request('GetSecretValue', shared)).toMatchObject({ SecretName, SecretData: 'shared' });
      expect(await user.kms.request('DescribeSecret', shared)).toMatchObject({ Arn: arnOf(SecretName), SecretName });
      expect((await user.kms.request('ListSecretVersionIds', shared)).TotalCount).toBe(1);
      await user.kms.request('PutSecretValue', { ...shared, VersionId: 'v2', SecretData: 'theirs' });
      await user.kms.request('UpdateSecret', { ...shared, Description: 'changed by them' });
      expect(await kms.call('GetSecretValue', { SecretName })).toMatchObject({ SecretData: 'theirs', VersionId: 'v2' });
      expect(await kms.call('DescribeSecret', { SecretName })).toMatchObject({ Description: 'changed by them' });
    });

    it('the root of another account that it names', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'for all of them' });
      const other = await otherAccount(kms);
      await set(SecretName, share(`acs:ram::${other.accountId}:root`, 'kms:GetSecretValue'));
      const answer = await other.kms.request('GetSecretValue', { SecretName: arnOf(SecretName) });
      expect(answer).toMatchObject({ SecretData: 'for all of them' });
      const batch = { SecretsList: JSON.stringify([{ SecretName: arnOf(SecretName) }]) };
      expect((await other.kms.request('BatchGetSecretValue', batch)).SecretValues).toHaveLength(1);
    });
  });

  describe('refuses parameters', () => {
    const statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { RAM: ['*'] } };
    it.each([
      ['that is not JSON', 'text'],
      ['without statements', '{"Version":"1","Statement":[]}'],
      ['of another version', JSON.stringify({ Version: '2', Statement: [statement] })],
      ['without a principal', JSON.stringify({ Version: '1', Statement: [{ ...statement, Principal: undefined }] })],
      ['with an unknown member', JSON.stringify({ Version: '1', Statement: [{ ...statement, Owner: 'me' }] })],
      ['of more than 32,768 bytes', policyOf({ ...statement, Effect: 'Allow', Resource: 'x'.repeat(32_768) })],
    ])('a policy %s', async (_, Policy) => {
      const SecretName = await kms.createSecret();
      expect(await refusal(set(SecretName, Policy))).toMatchObject({ code: 'InvalidParameter', status: 400 });
      await expect(kms.createSecret({ Policy })).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('another name than default, an unknown secret, and one that is scheduled for deletion', async () => {
      const SecretName = await kms.createSecret();
      const policy = share(`acs:ram::${kms.accountId}:root`, 'kms:*');
      expect(await refusal(set(SecretName, policy, 'other'))).toEqual({
        code: 'Forbidden.ResourceNotFound',
        status: 404,
        message: 'Policy not found.',
      });
      await expect(set('nothing', policy)).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      await kms.call('DeleteSecret', { SecretName });
      await expect(set(SecretName, policy)).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    });
  });

  describe('refuses the caller', () => {
    it('whose policies do not allow it', async () => {
      const SecretName = await kms.createSecret();
      const user = await ramUser(kms, [{ Action: 'kms:GetSecretPolicy' }]);
      const call = user.kms.request('SetSecretPolicy', { SecretName, Policy: share(user.arn, 'kms:*') });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    });
  });
});
