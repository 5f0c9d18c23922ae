import { refusal, type Members } from '../support/api-clients.ts';
import { ecsPassword, region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';
import { ramUser, type Statement } from './ram-callers.ts';

describe('the permission to write secrets', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const onSecrets: Statement = { Action: 'kms:*', Resource: 'acs:kms:*:*:secret*' };
  const createKey = async () => (await kms.call('CreateKey')).KeyMetadata as Members;
  const draft = (parameters: Members = {}) => ({
    SecretName: kms.newName(),
    VersionId: 'v1',
    SecretData: 'value',
    ...parameters,
  });

  describe('under a key', () => {
    it('of the service: any caller who may create secrets', async () => {
      const user = await ramUser(kms, [onSecrets]);
      const { SecretName } = await user.kms.request('CreateSecret', draft());
      await user.kms.request('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
      expect((await user.kms.request('GetSecretValue', { SecretName })).SecretData).toBe('second');
    });

    it('of a customer: only with kms:GenerateDataKey on that key', async () => {
      const [mine, others] = [await createKey(), await createKey()];
      const user = await ramUser(kms, [onSecrets, { Action: 'kms:GenerateDataKey', Resource: mine.Arn }]);
      await user.kms.request('CreateSecret', draft({ EncryptionKeyId: mine.KeyId }));
      const call = user.kms.request('CreateSecret', draft({ EncryptionKeyId: others.KeyId }));
      expect(await refusal(call)).toEqual({
        code: 'Forbidden.NoPermission',
        status: 403,
        message: `This operation for ${others.Arn} is forbidden by permission system.`,
      });
    });

    it('that is unknown: with the same answer, so that nobody learns which keys exist', async () => {
      const user = await ramUser(kms, [onSecrets]);
      const EncryptionKeyId = 'key-nothing';
      const error = await refusal(user.kms.request('CreateSecret', draft({ EncryptionKeyId })));
      expect(error).toMatchObject({
        code: 'Forbidden.NoPermission',
        message: expect.stringContaining('key/key-nothing'),
      });
      const asRoot = kms.call('CreateSecret', draft({ EncryptionKeyId }));
      await expect(asRoot).rejects.toMatchObject({ code: 'Forbidden.KeyNotFound' });
    });

    it('whose own policy allows them', async () => {
      const key = await createKey();
      const user = await ramUser(kms, [onSecrets]);
      const policy = {
        Version: '1',
        Statement: [{ Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: '*', Principal: { RAM: [user.arn] } }],
      };
      await kms.query('update kms_keys set policy = $2 where key_id = $1', [key.KeyId, JSON.stringify(policy)]);
      const { SecretName } = await user.kms.request('CreateSecret', draft({ EncryptionKeyId: key.KeyId }));
      expect((await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId).toBe(key.KeyId);
    });

    it('for a new value too, and a value is read only with kms:Decrypt', async () => {
      const key = await createKey();
      const SecretName = await kms.createSecret({ EncryptionKeyId: key.KeyId });
      const put = { SecretName, VersionId: 'v2', SecretData: 'second' };
      const user = await ramUser(kms, [onSecrets]);
      const forbidden = {
        code: 'Forbidden.NoPermission',
        status: 403,
        message: `This operation for ${key.Arn} is forbidden by permission system.`,
      };
      expect(await refusal(user.kms.request('PutSecretValue', put))).toEqual(forbidden);
      expect(await refusal(user.kms.request('GetSecretValue', { SecretName }))).toEqual(forbidden);
      const writer = await ramUser(kms, [onSecrets, { Action: 'kms:GenerateDataKey', Resource: key.Arn }]);
      await writer.kms.request('PutSecretValue', put);
      expect(await refusal(writer.kms.request('GetSecretValue', { SecretName }))).toEqual(forbidden);
      const reader = await ramUser(kms, [onSecrets, { Action: 'kms:Decrypt', Resource: key.Arn }]);
      expect((await reader.kms.request('GetSecretValue', { SecretName })).SecretData).toBe('second');
    });
  });

  describe('the first ECS secret of an account', () => {
    const roles = () =>
      kms.query(`select * from ram_roles where role_name = 'AliyunServiceRoleForKMSSecretsManagerForECS'`);
    const createRole: Statement = {
      Action: 'ram:CreateServiceLinkedRole',
      Condition: { StringEquals: { 'ram:ServiceName': 'secretsmanager-ecs.kms.aliyuncs.com' } },
    };

    it('is refused to a caller who may not create the service’s role, and leaves nothing behind', async () => {
      const user = await ramUser(kms, [onSecrets]);
      const parameters = draft(ecsPassword(await kms.registerInstance()));
      const error = await refusal(user.kms.request('CreateSecret', parameters));
      expect(error).toMatchObject({ code: 'Forbidden.NoPermission', status: 403 });
      const { SecretName } = parameters;
      await expect(kms.call('DescribeSecret', { SecretName })).rejects.toMatchObject({
        code: 'Forbidden.ResourceNotFound',
      });
      expect(await roles()).toHaveLength(0);
    });

    it('creates the role once, however many calls come at the same time; afterwards nobody needs that right', async () => {
      const InstanceId = await kms.registerInstance();
      const user = await ramUser(kms, [onSecrets, createRole]);
      const create = (client = user.kms) => client.request('CreateSecret', draft(ecsPassword(InstanceId)));
      await Promise.all([create(), create(), create(), create()]);
      expect(await roles()).toHaveLength(1);
      const ofRole = `select policy_name from ram_attachments join ram_roles on role_id = principal_id where role_name = $1`;
      const attached = await kms.query(ofRole, ['AliyunServiceRoleForKMSSecretsManagerForECS']);
      expect(attached).toEqual([{ policy_name: 'AliyunServiceRolePolicyForKMSSecretsManagerForECS' }]);
      await create((await ramUser(kms, [onSecrets])).kms);
    });
  });

  it('the audit trail names the action that was refused', async () => {
    const user = await ramUser(kms, []);
    const SecretName = kms.newName();
    await refusal(user.kms.request('CreateSecret', draft({ SecretName })));
    const [row] = (await kms.audited('CreateSecret')).slice(-1);
    expect(row).toMatchObject({
      result: 'Forbidden.NoPermission',
      resource: `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`,
    });
  });
});
