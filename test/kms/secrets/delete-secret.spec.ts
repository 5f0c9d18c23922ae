import { Rotation } from '../../../src/rotation/store/rotation.entity.ts';
import { SecretPurge } from '../../../src/kms/secrets/secret-purge.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { days } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('DeleteSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const remove = (SecretName: string, parameters: Members = {}) =>
    kms.call('DeleteSecret', { SecretName, ...parameters });
  const rows = (SecretName: string) =>
    kms.query(
      'select * from kms_secrets s join kms_secret_versions using (account_id, region, secret_id) where name = $1',
      [SecretName],
    );

  async function startRotation(SecretName: string, phase: string): Promise<void> {
    await kms.query(
      `insert into kms_rotations (rotation_id, account_id, region, secret_id, version_id, phase, request_id, fence, due_at, failures, created_at)
       select $2, account_id, region, secret_id, 'v2', $3, 'r', 1, $4, 0, $4 from kms_secrets where name = $1`,
      [SecretName, `rotation-${SecretName}`, phase, new Date('2199-01-01T00:00:00Z')],
    );
  }

  describe('answers', () => {
    it('when the secret will be deleted: in 30 days, or in the given number of days', async () => {
      const inDays = async (parameters: Members) => {
        const SecretName = await kms.createSecret();
        const before = kms.app.clock.now().getTime();
        const { PlannedDeleteTime, ...answer } = await remove(SecretName, parameters);
        expect(answer).toEqual({ RequestId: expect.any(String), SecretName });
        return Math.round((Date.parse(PlannedDeleteTime) - before) / days(1));
      };
      expect(await inDays({})).toBe(30);
      expect(await inDays({ RecoveryWindowInDays: '7' })).toBe(7);
      expect(await inDays({ RecoveryWindowInDays: 30, ForceDeleteWithoutRecovery: 'false' })).toBe(30);
    });

    it.each([{}, { RecoveryWindowInDays: '30' }])(
      'an immediate deletion, with every value; the name is free: %j',
      async (window) => {
        const SecretName = await kms.createSecret();
        await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
        expect(await rows(SecretName)).toHaveLength(2);
        const { PlannedDeleteTime } = await remove(SecretName, { ForceDeleteWithoutRecovery: 'true', ...window });
        expect(Math.abs(Date.parse(PlannedDeleteTime) - kms.app.clock.now().getTime())).toBeLessThan(60_000);
        expect(await rows(SecretName)).toHaveLength(0);
        await kms.createSecret({ SecretName });
      },
    );

    it('by ARN too', async () => {
      const SecretName = await kms.createSecret();
      const { Arn } = await kms.call('DescribeSecret', { SecretName });
      expect(await remove(Arn)).toMatchObject({ SecretName });
    });

    it('not found for a secret whose window has ended, and its values are wiped soon', async () => {
      const SecretName = await kms.createSecret();
      await remove(SecretName, { RecoveryWindowInDays: 7 });
      kms.app.clock.advance(days(7) + 1_000);
      await expect(remove(SecretName)).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      expect(await rows(SecretName)).toHaveLength(1);
      await kms.app.get(SecretPurge).run();
      expect(await rows(SecretName)).toHaveLength(0);
    });
  });

  describe('refuses parameters', () => {
    it.each([
      [{ RecoveryWindowInDays: '6' }],
      [{ RecoveryWindowInDays: '31' }],
      [{ RecoveryWindowInDays: '7.5' }],
      [{ RecoveryWindowInDays: 'seven' }],
      [{ ForceDeleteWithoutRecovery: 'yes' }],
    ])('%j', async (parameters) => {
      const SecretName = await kms.createSecret();
      await expect(remove(SecretName, parameters)).rejects.toMatchObject({ code: 'InvalidParameter' });
      await kms.call('GetSecretValue', { SecretName });
    });
  });

  describe('refuses state', () => {
    it('an unknown secret', async () => {
      await expect(remove('nothing')).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
    });

    it('a secret that is already scheduled for deletion', async () => {
      const SecretName = await kms.createSecret();
      await remove(SecretName);
      for (const parameters of [{}, { ForceDeleteWithoutRecovery: 'true' }]) {
        expect(await refusal(remove(SecretName, parameters))).toEqual({
          code: 'Rejected.ResourceInDeleteWindow',
          status: 409,
          message: 'secret in delete peroid',
        });
      }
    });

    it.each(['claimed', 'prepared', 'draining', 'applying'] satisfies Rotation['phase'][])(
      'an immediate deletion while a rotation is %s: the host would keep a value that nobody knows',
      async (phase) => {
        const SecretName = await kms.createEcsSecret();
        await startRotation(SecretName, phase);
        const error = await refusal(remove(SecretName, { ForceDeleteWithoutRecovery: 'true' }));
        expect(error).toMatchObject({ code: 'Rejected.RotationInProgress', status: 409 });
        await remove(SecretName, { RecoveryWindowInDays: 7 });
        kms.app.clock.advance(days(7) + 1_000);
        await kms.app.get(SecretPurge).run();
        expect(await rows(SecretName)).toHaveLength(1);
      },
    );
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createSecret();
      await expectSecretGuarded(kms, 'DeleteSecret', { SecretName });
    });
  });
});
