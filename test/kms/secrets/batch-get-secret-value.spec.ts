import { refusal, type Members } from '../../support/api-clients.ts';
import { region } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { ramUser } from '../ram-callers.ts';

describe('BatchGetSecretValue', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const flat = (list: Members[]) =>
    Object.fromEntries(
      list.flatMap((wanted, index) =>
        Object.entries(wanted).map(([name, value]) => [`SecretsList.${index + 1}.${name}`, value]),
      ),
    );
  const read = (list: Members[], client = kms.app.pop('kms')) => client.request('BatchGetSecretValue', flat(list));

  describe('answers', () => {
    it('the values that can be read, in their order, and an error for each of the others', async () => {
      const first = await kms.createSecret({ SecretData: 'one' });
      const deleted = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName: deleted });
      const managed = await kms.createEcsSecret();
      const answer = await read([
        { SecretName: first },
        { SecretName: 'nothing' },
        { SecretName: deleted },
        { SecretName: managed, FetchExtendedConfig: 'true', VersionStage: 'ACSCurrent' },
        { SecretName: first, VersionId: 'v9' },
      ]);
      expect(answer.SecretValues).toEqual([
        {
          RequestId: answer.RequestId,
          SecretName: first,
          SecretType: 'Generic',
          SecretData: 'one',
          SecretDataType: 'text',
          VersionId: 'v1',
          VersionStages: { VersionStage: ['ACSCurrent'] },
          CreateTime: expect.stringMatching(/Z$/),
        },
        expect.objectContaining({
          SecretName: managed,
          AutomaticRotation: 'Disabled',
          ExtendedConfig: expect.stringContaining('Password'),
        }),
      ]);
      const notFound = { Code: 'Forbidden.ResourceNotFound', HttpStatus: 404, Message: 'Resource not found' };
      expect(answer.Errors).toEqual([
        { SecretName: 'nothing', ...notFound },
        {
          SecretName: deleted,
          Code: 'Rejected.ResourceInDeleteWindow',
          HttpStatus: 409,
          Message: 'secret in delete peroid',
        },
        { SecretName: first, ...notFound },
      ]);
    });

    it('a list that comes as JSON, and one over signature V3', async () => {
      const SecretName = await kms.createSecret();
      const SecretsList = JSON.stringify([{ SecretName }]);
      expect((await kms.call('BatchGetSecretValue', { SecretsList })).SecretValues).toHaveLength(1);
      const overV3 = await read([{ SecretName }], kms.app.openApi('kms'));
      expect(overV3.SecretValues[0].SecretData).toBe('first');
    });

    it('nothing for nothing', async () => {
      expect(await kms.call('BatchGetSecretValue')).toMatchObject({ SecretValues: [], Errors: [] });
    });

    it('a value that cannot be opened as its own error', async () => {
      const [good, broken] = [await kms.createSecret(), await kms.createSecret()];
      await kms.query(
        `update kms_secret_versions set ciphertext = '\\x00' where secret_id in (select secret_id from kms_secrets where name = $1)`,
        [broken],
      );
      const answer = await read([{ SecretName: broken }, { SecretName: good }]);
      expect(answer.SecretValues).toHaveLength(1);
      const failure = { Code: 'InternalFailure', HttpStatus: 500, Message: 'Internal Failure' };
      expect(answer.Errors).toEqual([{ SecretName: broken, ...failure }]);
    });

    it('and audits each secret as GetSecretValue does, in addition to the call itself', async () => {
      const SecretName = await kms.createSecret();
      const { RequestId } = await read([{ SecretName }, { SecretName: 'nothing' }]);
      const rows = await kms.query(
        'select action, resource, result from audit_events where request_id = $1 order by action, resource',
        [RequestId],
      );
      const arn = (name: string) => `acs:kms:${region}:${kms.accountId}:secret${name}`;
      expect(rows).toEqual([
        { action: 'BatchGetSecretValue', resource: arn(''), result: 'OK' },
        { action: 'GetSecretValue', resource: arn('/nothing'), result: 'Forbidden.ResourceNotFound' },
        { action: 'GetSecretValue', resource: arn(`/${SecretName}`), result: 'OK' },
      ]);
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['an item without a name', [{ VersionId: 'v1' }]],
      ['a bad name', [{ SecretName: 'a b' }]],
      ['an unknown member', [{ SecretName: 'a', DryRun: 'true' }]],
      ['more than 20', Array.from({ length: 21 }, () => ({ SecretName: 'a' }))],
    ])('%s', async (_, list) => {
      expect(await refusal(read(list))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    });
  });

  describe('refuses the caller', () => {
    it('only for the secrets that they may not read, without revealing whether these exist', async () => {
      const [mine, others] = [await kms.createSecret(), await kms.createSecret()];
      const user = await ramUser(kms, [{ Action: 'kms:GetSecretValue', Resource: `acs:kms:*:*:secret/${mine}` }]);
      const answer = await read([{ SecretName: others }, { SecretName: mine }, { SecretName: 'nothing' }], user.kms);
      expect(answer.SecretValues.map(({ SecretName }: Members) => SecretName)).toEqual([mine]);
      const refused = (SecretName: string) => ({
        SecretName,
        Code: 'Forbidden.NoPermission',
        HttpStatus: 403,
        Message: `This operation for acs:kms:${region}:${kms.accountId}:secret/${SecretName} is forbidden by permission system.`,
      });
      expect(answer.Errors).toEqual([refused(others), refused('nothing')]);
    });
  });
});
