import { refusal } from '../support/api-clients.ts';
import { expectSecretGuarded } from './key-behaviour.ts';
import { KmsApplication, region } from './kms-application.ts';

describe('DescribeSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  describe('answers', () => {
    it('what is known of a Generic secret, without tags', async () => {
      const Tags = '[{"TagKey":"a","TagValue":"b"}]';
      const SecretName = await kms.createSecret({ Description: 'described', Tags });
      expect(await kms.call('DescribeSecret', { SecretName })).toEqual({
        RequestId: expect.any(String),
        Arn: `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`,
        SecretName,
        SecretType: 'Generic',
        Description: 'described',
        EncryptionKeyId: expect.stringMatching(/^key-/),
        CreateTime: time,
        UpdateTime: time,
      });
    });

    it('the tags when they are asked for', async () => {
      const SecretName = await kms.createSecret({
        Tags: '[{"TagKey":"a/b","TagValue":"c d"},{"TagKey":"e","TagValue":""}]',
      });
      const { Tags } = await kms.call('DescribeSecret', { SecretName, FetchTags: 'true' });
      expect(Tags).toEqual({
        Tag: [
          { TagKey: 'a/b', TagValue: 'c d' },
          { TagKey: 'e', TagValue: '' },
        ],
      });
    });

    it('the rotation of an ECS secret', async () => {
      const SecretName = await kms.createEcsSecret();
      const answer = await kms.call('DescribeSecret', { SecretName });
      expect(answer).toMatchObject({ SecretType: 'ECS', AutomaticRotation: 'Disabled' });
      expect(JSON.parse(answer.ExtendedConfig)).toMatchObject({ SecretSubType: 'Password' });
    });

    it('a secret by its ARN', async () => {
      const SecretName = await kms.createSecret();
      const { Arn } = await kms.call('DescribeSecret', { SecretName });
      expect((await kms.call('DescribeSecret', { SecretName: Arn })).SecretName).toBe(SecretName);
    });

    it('a secret on the REST surface, its name percent-encoded', async () => {
      const SecretName = await kms.createSecret({ SecretName: 'acs/ecs/rest=1' });
      const { accessKeyId, accessKeySecret } = kms.app.rootAccessKey;
      const authorization = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
      const url = `${kms.app.url}/kms/secrets/${encodeURIComponent(SecretName)}`;
      const answer = await fetch(url, { headers: { authorization } });
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ SecretName })]);
    });

    it('when a secret that waits for its deletion will go', async () => {
      const SecretName = await kms.createSecret();
      const { PlannedDeleteTime } = await kms.call('DeleteSecret', { SecretName });
      expect((await kms.call('DescribeSecret', { SecretName })).PlannedDeleteTime).toBe(PlannedDeleteTime);
    });
  });

  describe('refuses state', () => {
    it.each([
      ['a name that there is not', 'nothing'],
      ['another case', 'PRESENT'],
      ['a name with a slash after it', 'present/'],
      ['a wildcard', 'p@+'],
      ['an ARN of another account', `acs:kms:${region}:1234567890123456:secret/present`],
    ])('%s', async (_, SecretName) => {
      await kms.createSecret({ SecretName: 'present' }).catch(() => undefined);
      expect(await refusal(kms.call('DescribeSecret', { SecretName }))).toEqual({
        code: 'Forbidden.ResourceNotFound',
        status: 404,
        message: 'Resource not found',
      });
    });

    it('an ARN of another region', async () => {
      const SecretName = await kms.createSecret();
      const arn = `acs:kms:cn-beijing:${kms.accountId}:secret/${SecretName}`;
      await expect(kms.call('DescribeSecret', { SecretName: arn })).rejects.toMatchObject({
        code: 'Forbidden.ResourceNotFound',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createSecret();
      await expectSecretGuarded(kms, 'DescribeSecret', { SecretName });
    });
  });
});
