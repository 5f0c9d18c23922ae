import { refusal, type Members } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('PutSecretValue', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const put = (SecretName: string, VersionId: string, parameters: Members = {}) =>
    kms.call('PutSecretValue', { SecretName, VersionId, SecretData: `value of ${VersionId}`, ...parameters });

  const value = async (SecretName: string, parameters: Members = {}) =>
    (await kms.call('GetSecretValue', { SecretName, ...parameters })).SecretData;

  async function versions(SecretName: string): Promise<Record<string, string[]>> {
    const parameters = { SecretName, IncludeDeprecated: 'true', PageSize: 100 };
    const { VersionIds } = await kms.call('ListSecretVersionIds', parameters);
    const entries = VersionIds.VersionId.map((version: Members) => [
      version.VersionId,
      version.VersionStages.VersionStage,
    ]);
    return Object.fromEntries(entries);
  }

  describe('answers', () => {
    it('the labels of the version, which is now ACSCurrent; the former one is ACSPrevious', async () => {
      const SecretName = await kms.createSecret();
      expect(await put(SecretName, 'v2')).toEqual({
        RequestId: expect.any(String),
        SecretName,
        VersionId: 'v2',
        VersionStages: { VersionStage: ['ACSCurrent'] },
      });
      expect(await versions(SecretName)).toEqual({ v1: ['ACSPrevious'], v2: ['ACSCurrent'] });
      await put(SecretName, 'v3');
      expect(await versions(SecretName)).toEqual({ v1: [], v2: ['ACSPrevious'], v3: ['ACSCurrent'] });
      expect(await value(SecretName)).toBe('value of v3');
    });

    it('only the given labels, taken from their former versions', async () => {
      const SecretName = await kms.createSecret();
      await put(SecretName, 'v2', { VersionStages: '["trial","next"]' });
      const { VersionStages } = await put(SecretName, 'v3', { VersionStages: '["trial"]' });
      expect(VersionStages.VersionStage).toEqual(['trial']);
      expect(await versions(SecretName)).toEqual({ v1: ['ACSCurrent'], v2: ['next'], v3: ['trial'] });
      expect(await value(SecretName)).toBe('first');
    });

    it('the same for the same value again, and changes nothing', async () => {
      const SecretName = await kms.createSecret();
      await put(SecretName, 'v2');
      await put(SecretName, 'v3');
      const { UpdateTime } = await kms.call('DescribeSecret', { SecretName });
      kms.app.clock.advance(2_000);
      const answer = await put(SecretName, 'v2');
      expect((await kms.call('DescribeSecret', { SecretName })).UpdateTime).toBe(UpdateTime);
      expect(answer.VersionStages.VersionStage).toEqual(['ACSPrevious']);
      expect(await versions(SecretName)).toEqual({ v1: [], v2: ['ACSPrevious'], v3: ['ACSCurrent'] });
    });

    it('by ARN too', async () => {
      const SecretName = await kms.createSecret();
      const { Arn } = await kms.call('DescribeSecret', { SecretName });
      expect(await put(Arn, 'v2')).toMatchObject({ SecretName, VersionId: 'v2' });
    });

    it('at most ten versions: the oldest without a label is deleted, never one with a label', async () => {
      const SecretName = await kms.createSecret();
      await put(SecretName, 'kept', { VersionStages: '["keep"]' });
      for (let n = 2; n <= 12; n += 1) await put(SecretName, `v${n}`);
      const left = await versions(SecretName);
      expect(Object.keys(left)).toHaveLength(10);
      expect(left).toMatchObject({ kept: ['keep'], v11: ['ACSPrevious'], v12: ['ACSCurrent'] });
      expect(Object.keys(left)).not.toEqual(expect.arrayContaining(['v1', 'v2', 'v3', 'v4']));
      const call = kms.call('GetSecretValue', { SecretName, VersionId: 'v2' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    });

    it('all of many simultaneous calls: one version is current, one previous', async () => {
      const SecretName = await kms.createSecret();
      await Promise.all(Array.from({ length: 8 }, (_, n) => put(SecretName, `w${n}`)));
      const labels = Object.values(await versions(SecretName)).flat();
      expect(labels.sort()).toEqual(['ACSCurrent', 'ACSPrevious']);
    });

    it('one of many calls with one version id and different values', async () => {
      const SecretName = await kms.createSecret();
      const calls = Array.from({ length: 6 }, (_, n) => put(SecretName, 'same', { SecretData: `value ${n}` }));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['VersionId', 'v'.repeat(65)],
        ['SecretData', 'x'.repeat(30_721)],
        ['SecretDataType', 'json'],
        ['VersionStages', 'trial'],
        ['VersionStages', '[""]'],
        ['VersionStages', JSON.stringify(['x'.repeat(129)])],
        ['VersionStages', JSON.stringify([...'abcdefghi'])],
        ['VersionStages', '{"a":"b"}'],
      ]),
    )('%s', async (_, name, text) => {
      const call = kms.call('PutSecretValue', { SecretName: 'x', VersionId: 'v', SecretData: 'x', [name]: text });
      await expect(call).rejects.toMatchObject({ code: 'InvalidParameter' });
    });
  });

  describe('refuses state', () => {
    it('a version id that is known with another value or data type', async () => {
      const SecretName = await kms.createSecret();
      expect(await refusal(put(SecretName, 'v1', { SecretData: 'other' }))).toEqual({
        code: 'Rejected.ResourceExist',
        status: 409,
        message: 'The request was rejected becasue key already exsit',
      });
      const call = put(SecretName, 'v1', { SecretData: 'first', SecretDataType: 'binary' });
      await expect(call).rejects.toMatchObject({ code: 'Rejected.ResourceExist' });
      expect(await value(SecretName)).toBe('first');
    });

    it('a ninth label, and adds no version', async () => {
      const SecretName = await kms.createSecret();
      await put(SecretName, 'v2', { VersionStages: '["a","b","c","d","e","f","g"]' });
      expect(await refusal(put(SecretName, 'v3', { VersionStages: '["h"]' }))).toEqual({
        code: 'Rejected.LimitExceeded',
        status: 400,
        message: 'exceed secret limits error',
      });
      expect(Object.keys(await versions(SecretName)).sort()).toEqual(['v1', 'v2']);
    });

    it('ACSPending, and ACSCurrent together with ACSPrevious', async () => {
      const SecretName = await kms.createSecret();
      for (const VersionStages of ['["ACSPending"]', '["ACSCurrent","ACSPrevious"]']) {
        expect(await refusal(put(SecretName, 'v2', { VersionStages }))).toEqual({
          code: 'Rejected.UnsupportedOperation',
          status: 400,
          message: 'secret stages in unnormal status',
        });
      }
    });

    it('an ECS secret, whose values come from its rotation', async () => {
      const SecretName = await kms.createEcsSecret();
      expect(await refusal(put(SecretName, 'v2'))).toEqual({
        code: 'Rejected.UnsupportedOperation',
        status: 400,
        message: 'Unsupported operation.',
      });
    });

    it('an unknown secret, or one that is scheduled for deletion', async () => {
      await expect(put('nothing', 'v2')).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      await expect(put(SecretName, 'v2')).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createSecret();
      await expectSecretGuarded(kms, 'PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
    });
  });
});
