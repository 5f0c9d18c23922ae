import { refusal } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('ListSecretVersionIds', () => {
  let SecretName: string;
  beforeAll(async () => {
    SecretName = await kms.createSecret();
    for (const VersionId of ['v2', 'v3', 'v4']) {
      await kms.call('PutSecretValue', { SecretName, VersionId, SecretData: VersionId });
    }
    await kms.call('UpdateSecretVersionStage', { SecretName, VersionStage: 'trial', MoveToVersion: 'v3' });
  });

  const CreateTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const version = (VersionId: string, ...VersionStage: string[]) => ({
    VersionId,
    CreateTime,
    VersionStages: { VersionStage },
  });

  describe('answers', () => {
    it('the versions with a label, newest first', async () => {
      expect(await kms.call('ListSecretVersionIds', { SecretName })).toEqual({
        RequestId: expect.any(String),
        SecretName,
        VersionIds: { VersionId: [version('v4', 'ACSCurrent'), version('v3', 'ACSPrevious', 'trial')] },
        PageNumber: 1,
        PageSize: 10,
        TotalCount: 2,
      });
    });

    it('those without a label too when they are asked for', async () => {
      const { VersionIds, TotalCount } = await kms.call('ListSecretVersionIds', {
        SecretName,
        IncludeDeprecated: 'true',
      });
      expect(VersionIds.VersionId.slice(2)).toEqual([version('v2'), version('v1')]);
      expect(TotalCount).toBe(4);
    });

    it('pages', async () => {
      const page = { SecretName, IncludeDeprecated: 'true', PageSize: 3, PageNumber: 2 };
      const { VersionIds, TotalCount } = await kms.call('ListSecretVersionIds', page);
      expect(VersionIds.VersionId).toEqual([version('v1')]);
      expect(TotalCount).toBe(4);
    });

    it('by ARN, and for a secret that is scheduled for deletion', async () => {
      const name = await kms.createSecret();
      const { Arn } = await kms.call('DescribeSecret', { SecretName: name });
      await kms.call('DeleteSecret', { SecretName: name });
      const answer = await kms.call('ListSecretVersionIds', { SecretName: Arn });
      expect(answer).toMatchObject({ SecretName: name, TotalCount: 1 });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['IncludeDeprecated', 'maybe'],
        ['PageSize', '101'],
        ['PageNumber', '0'],
        ['VersionId', 'v1'],
      ]),
    )('%s', async (_, name, value) => {
      const call = kms.call('ListSecretVersionIds', { SecretName, [name]: value });
      await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
    });

    it('no SecretName', async () => {
      expect((await refusal(kms.call('ListSecretVersionIds'))).code).toBe('MissingParameter');
    });
  });

  describe('refuses state', () => {
    it('an unknown secret', async () => {
      const call = kms.call('ListSecretVersionIds', { SecretName: 'nothing' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const name = await kms.createSecret();
      await expectSecretGuarded(kms, 'ListSecretVersionIds', { SecretName: name });
    });
  });
});
