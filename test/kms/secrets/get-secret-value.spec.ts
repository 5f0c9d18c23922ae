import { SecretReader } from '../../../src/kms/kms.api.ts';
import { serviceRoleCaller } from '../../../src/identity/identity.api.ts';
import { bastionServiceRole } from '../../../src/bastionhost/bastion-role.api.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { days, region, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('GetSecretValue', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const get = (SecretName: string, parameters: Members = {}) =>
    kms.call('GetSecretValue', { SecretName, ...parameters });

  /** v1 is ACSPrevious, v2 ACSCurrent, v3 carries the label `trial`. */
  async function threeVersions(): Promise<string> {
    const SecretName = await kms.createSecret();
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v3', SecretData: 'third', VersionStages: '["trial"]' });
    return SecretName;
  }

  const notFound = { code: 'Forbidden.ResourceNotFound', status: 404, message: 'Resource not found' };

  describe('answers', () => {
    it('the ACSCurrent version when neither stage nor version is named', async () => {
      const SecretName = await threeVersions();
      expect(await get(SecretName)).toEqual({
        RequestId: expect.any(String),
        SecretName,
        SecretType: 'Generic',
        SecretData: 'second',
        SecretDataType: 'text',
        VersionId: 'v2',
        VersionStages: { VersionStage: ['ACSCurrent'] },
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    });

    it('a version by its id, by its label, or by both when they agree', async () => {
      const SecretName = await threeVersions();
      expect(await get(SecretName, { VersionId: 'v1' })).toMatchObject({ SecretData: 'first' });
      expect(await get(SecretName, { VersionStage: 'ACSPrevious' })).toMatchObject({ SecretData: 'first' });
      expect(await get(SecretName, { VersionStage: 'trial', VersionId: 'v3' })).toMatchObject({ SecretData: 'third' });
    });

    it('by ARN too', async () => {
      const SecretName = await kms.createSecret();
      const arn = `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`;
      expect(await get(arn)).toMatchObject({ SecretName, SecretData: 'first' });
    });

    it('the data type as it was given', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'AAEC', SecretDataType: 'binary' });
      expect(await get(SecretName)).toMatchObject({ SecretData: 'AAEC', SecretDataType: 'binary' });
    });

    it('ExtendedConfig of an ECS secret when it is asked for', async () => {
      const SecretName = await kms.createEcsSecret();
      const { ExtendedConfig, AutomaticRotation } = await get(SecretName, { FetchExtendedConfig: 'true' });
      expect(JSON.parse(ExtendedConfig)).toMatchObject({ SecretSubType: 'Password' });
      expect(AutomaticRotation).toBe('Disabled');
      expect(await get(SecretName)).not.toHaveProperty('ExtendedConfig');
    });

    it('an ECS secret by its label, whatever version is named', async () => {
      const SecretName = await kms.createEcsSecret();
      expect(await get(SecretName, { VersionId: 'unknown' })).toMatchObject({ VersionId: 'v1' });
    });

    it('many readers at the same time, each with its own value', async () => {
      const names = await Promise.all([0, 1, 2, 3].map((n) => kms.createSecret({ SecretData: `value ${n}` })));
      const calls = Array.from({ length: 200 }, (_, n) => {
        const name = n % 5 === 4 ? 'nothing' : (names[n % 5] as string);
        return get(name).then(
          ({ SecretData }) => SecretData,
          ({ code }) => code,
        );
      });
      const answers = await Promise.all(calls);
      answers.forEach((answer, n) => expect(answer).toBe(n % 5 === 4 ? notFound.code : `value ${n % 5}`));
    });

    it('a new value as soon as its call was answered', async () => {
      const SecretName = await kms.createSecret();
      for (let n = 2; n < 12; n += 1) {
        await kms.call('PutSecretValue', { SecretName, VersionId: `v${n}`, SecretData: `value ${n}` });
        const readers = await Promise.all(Array.from({ length: 4 }, () => get(SecretName)));
        for (const { SecretData } of readers) expect(SecretData).toBe(`value ${n}`);
      }
    });

    it('a value, a version and labels that belong together, while new values are put', async () => {
      const SecretName = await kms.createSecret({ VersionId: 'v0', SecretData: 'value of v0' });
      const writing = (async () => {
        for (let n = 1; n <= 20; n += 1) {
          await kms.call('PutSecretValue', { SecretName, VersionId: `v${n}`, SecretData: `value of v${n}` });
        }
      })();
      const readers = Array.from({ length: 4 }, async () => {
        for (let n = 0; n < 25; n += 1) {
          const { SecretData, VersionId, VersionStages } = await get(SecretName);
          expect([SecretData, VersionStages.VersionStage]).toEqual([`value of ${VersionId}`, ['ACSCurrent']]);
        }
      });
      await Promise.all([writing, ...readers]);
      expect(await get(SecretName)).toMatchObject({ VersionId: 'v20' });
    });

    it('one reader without affecting the others when it asks for text that the database cannot hold', async () => {
      const SecretName = await kms.createSecret();
      const read = (versionId?: string) =>
        kms.app.get(SecretReader).getValue(kms.root, { secretName: SecretName, versionId });
      const [good, nul, half] = await Promise.allSettled([read(), read('a\0b'), read('\ud800')]);
      expect(good.status).toBe('fulfilled');
      for (const bad of [nul, half]) expect(bad).toMatchObject({ status: 'rejected', reason: { code: notFound.code } });
    });

    it('and leaves an audit row with the name but without the value', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'canary-in-audit' });
      const { RequestId } = await get(SecretName);
      const rows = await kms.query('select * from audit_events where request_id = $1', [RequestId]);
      expect(rows).toHaveLength(1);
      const resource = `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`;
      expect(rows[0]).toMatchObject({ action: 'GetSecretValue', product: 'kms', resource, result: 'OK' });
      expect(JSON.stringify(rows)).not.toContain('canary-in-audit');
    });
  });

  describe('answers DryRun=true', () => {
    it('with an error that says that the value could have been read', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'dry canary' });
      const error = await refusal(get(SecretName, { DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'DryRunOperationError', status: 400 });
      expect(error.message).not.toContain('canary');
      const [row] = (await kms.audited('GetSecretValue')).slice(-1);
      expect(row?.['result']).toBe('DryRunOperationError');
    });

    it('with another error that says why not', async () => {
      const error = await refusal(get('nothing', { DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      const [row] = (await kms.audited('GetSecretValue')).slice(-1);
      expect(row?.['result']).toBe('ValidationError');
      expect(error.message).toContain(notFound.message);
    });

    it('with a third error when the caller has no permission', async () => {
      const SecretName = await kms.createSecret();
      const bastion = serviceRoleCaller(bastionServiceRole, { accountId: kms.accountId, region });
      const stranger = {
        ...bastion,
        identity: { kind: 'RamUser', arn: `acs:ram::${kms.accountId}:user/bob` } as const,
      };
      const call = kms.app.get(SecretReader).getValue(stranger, { secretName: SecretName, dryRun: true });
      await expect(call).rejects.toMatchObject({ code: 'AccessDeniedError', status: 400 });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['SecretName', 'a b'],
        ['SecretName', `a\0b`],
        ['SecretName', `acs:kms:${region}:1:key/x`],
        ['VersionId', 'v'.repeat(65)],
        ['VersionStage', 's'.repeat(129)],
        ['FetchExtendedConfig', '1'],
        ['Unknown', 'x'],
      ]),
    )('%s', async (_, name, value) => {
      const call = kms.call('GetSecretValue', { SecretName: 'x', [name]: value });
      await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('a secret, version or label that there is not', async () => {
      const SecretName = await threeVersions();
      expect(await refusal(get('nothing'))).toEqual(notFound);
      expect(await refusal(get(SecretName, { VersionId: 'v9' }))).toEqual(notFound);
      expect(await refusal(get(SecretName, { VersionStage: 'other' }))).toEqual(notFound);
    });

    it('a version and a label that do not agree', async () => {
      const SecretName = await threeVersions();
      expect(await refusal(get(SecretName, { VersionId: 'v2', VersionStage: 'trial' }))).toEqual(notFound);
    });

    it('names and ARNs of other accounts, with the same answer', async () => {
      const SecretName = await kms.createSecret();
      expect(await refusal(get(`acs:kms:${region}:1234567890123456:secret/${SecretName}`))).toEqual(notFound);
      expect(await refusal(get(`acs:kms:cn-beijing:${kms.accountId}:secret/${SecretName}`))).toEqual(notFound);
      expect(await refusal(get(SecretName, { RegionId: 'cn-beijing' }))).toEqual(notFound);
    });

    it('ACSPending, also of a secret that has a pending version', async () => {
      const SecretName = await kms.createEcsSecret();
      await kms.query(
        `insert into kms_secret_stages select account_id, region, secret_id, 'ACSPending', 'v1' from kms_secrets where name = $1`,
        [SecretName],
      );
      expect(await refusal(get(SecretName, { VersionStage: 'ACSPending' }))).toEqual(notFound);
      expect(await refusal(get(SecretName, { VersionStage: 'ACSPending', VersionId: 'v1' }))).toEqual(notFound);
    });

    it('a secret that is scheduled for deletion, and one whose window has ended', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      expect(await refusal(get(SecretName))).toEqual({
        code: 'Rejected.ResourceInDeleteWindow',
        status: 409,
        message: 'secret in delete peroid',
      });
      kms.app.clock.advance(days(30) + 1_000);
      expect(await refusal(get(SecretName))).toEqual(notFound);
    });

    it('and audits the refusal', async () => {
      await refusal(get('audited-nothing'));
      const [row] = (await kms.audited('GetSecretValue')).slice(-1);
      expect(row).toMatchObject({ result: notFound.code, resource: expect.stringContaining('audited-nothing') });
    });
  });

  describe('refuses the caller', () => {
    it('but not the bastion, and audits on whose behalf it read', async () => {
      const SecretName = await kms.createEcsSecret();
      const context = { accountId: kms.accountId, region, onBehalfOf: 'user/alice' };
      const bastion = serviceRoleCaller(bastionServiceRole, context);
      const value = await kms.app.get(SecretReader).getValue(bastion, { secretName: SecretName });
      expect(value.ecs).toMatchObject({ subType: 'Password', regionId: region });
      expect(`${value.data}`).toBe('<redacted>');
      const [row] = await kms.query('select * from audit_events where request_id = $1', [bastion.requestId]);
      expect(row).toMatchObject({ action: 'GetSecretValue', on_behalf_of: 'user/alice', result: 'OK' });
    });

    it('when its role has no permission, before anything is looked up', async () => {
      const bastion = serviceRoleCaller(bastionServiceRole, { accountId: kms.accountId, region });
      const stranger = {
        ...bastion,
        identity: { kind: 'RamUser', arn: `acs:ram::${kms.accountId}:user/bob` } as const,
      };
      const call = kms.app.get(SecretReader).getValue(stranger, { secretName: 'nothing' });
      await expect(call).rejects.toMatchObject({
        code: 'Forbidden.NoPermission',
        status: 403,
        message: `This operation for acs:kms:${region}:${kms.accountId}:secret/nothing is forbidden by permission system.`,
      });
    });

    it('when it reads for another account', async () => {
      const SecretName = await kms.createSecret();
      const other = serviceRoleCaller(bastionServiceRole, { accountId: '1234567890123456', region });
      const call = kms.app.get(SecretReader).getValue(other, { secretName: SecretName });
      await expect(call).rejects.toMatchObject({ code: notFound.code });
    });
  });
});
