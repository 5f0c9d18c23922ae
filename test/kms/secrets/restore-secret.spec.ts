import { refusal } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { days } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('RestoreSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('the name, and the secret is as it was', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      expect(await kms.call('RestoreSecret', { SecretName })).toEqual({ RequestId: expect.any(String), SecretName });
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
      expect(await kms.call('DescribeSecret', { SecretName })).not.toHaveProperty('PlannedDeleteTime');
    });

    it('until the last moment of the recovery window, and for good', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
      kms.app.clock.advance(days(7) - 60_000);
      await kms.call('RestoreSecret', { SecretName });
      kms.app.clock.advance(days(1));
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });
  });

  describe('refuses state', () => {
    it('a secret that is not scheduled for deletion', async () => {
      const SecretName = await kms.createSecret();
      expect(await refusal(kms.call('RestoreSecret', { SecretName }))).toEqual({
        code: 'Rejected.ResourceInUse',
        status: 409,
        message: 'restore normal secret',
      });
    });

    it('an unknown secret, or a deleted one', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
      kms.app.clock.advance(days(7) + 1_000);
      for (const name of ['nothing', SecretName]) {
        const call = kms.call('RestoreSecret', { SecretName: name });
        await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      }
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createSecret();
      await kms.call('DeleteSecret', { SecretName });
      await expectSecretGuarded(kms, 'RestoreSecret', { SecretName });
    });
  });
});
