import { KmsNamedKeys1795800035000 } from '../../../migrations/1795800035000-kms-named-keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { region } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

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
        CreateTime: time,
        UpdateTime: time,
      });
    });

    it('the key that CreateSecret named, including the service key, and otherwise none', async () => {
      const shown = async (EncryptionKeyId: string) => {
        const SecretName = await kms.createSecret({ EncryptionKeyId });
        return (await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId;
      };
      const { KeyId } = await kms.createKey();
      const [service] = await kms.query(`select key_id from kms_keys where creator_type = 'Service'`);
      expect(await shown(KeyId)).toBe(KeyId);
      expect(await shown(service?.['key_id'])).toBe(service?.['key_id']);
      expect(await shown('')).toBeUndefined();
    });

    it("for a secret from before that was stored: its key, unless that is the account's service key", async () => {
      const { KeyId } = await kms.createKey();
      const [named, unnamed] = [await kms.createSecret({ EncryptionKeyId: KeyId }), await kms.createSecret()];
      const { dataSource } = kms.app.database;
      await dataSource.query('alter table kms_secrets drop column key_named');
      await new KmsNamedKeys1795800035000().up(dataSource.createQueryRunner());
      expect((await kms.call('DescribeSecret', { SecretName: named })).EncryptionKeyId).toBe(KeyId);
      expect((await kms.call('DescribeSecret', { SecretName: unnamed })).EncryptionKeyId).toBeUndefined();
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
      const SecretName = await kms.createEcsSecret({ SecretName: 'acs/ecs/rest=1' });
      const { accessKeyId, accessKeySecret } = kms.app.rootAccessKey;
      const authorization = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
      const url = `${kms.app.url}/kms/secrets/${encodeURIComponent(SecretName)}`;
      const answer = await fetch(url, { headers: { authorization } });
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ SecretName })]);
    });

    it('when a secret that is scheduled for deletion will be deleted', async () => {
      const SecretName = await kms.createSecret();
      const { PlannedDeleteTime } = await kms.call('DeleteSecret', { SecretName });
      expect((await kms.call('DescribeSecret', { SecretName })).PlannedDeleteTime).toBe(PlannedDeleteTime);
    });
  });

  describe('refuses state', () => {
    it.each([
      ['an unknown name', 'nothing'],
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
