import { refusal } from '../support/api-clients.ts';
import { expectSecretGuarded } from './key-behaviour.ts';
import { KmsApplication, region } from './kms-application.ts';

describe('RotateSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('before the host has changed, and the same for the same version again', async () => {
      const SecretName = await kms.createEcsSecret();
      const answer = {
        RequestId: expect.any(String),
        Arn: `acs:kms:${region}:${kms.accountId}:secret/${SecretName}`,
        SecretName,
        VersionId: 'v2',
      };
      expect(await kms.call('RotateSecret', { SecretName, VersionId: 'v2' })).toEqual(answer);
      expect(await kms.call('RotateSecret', { SecretName, VersionId: 'v2' })).toEqual(answer);
      expect(await kms.call('GetSecretValue', { SecretName })).toMatchObject({ VersionId: 'v1' });
    });
  });

  describe('refuses parameters', () => {
    it('no VersionId', async () => {
      const SecretName = await kms.createEcsSecret();
      expect(await refusal(kms.call('RotateSecret', { SecretName }))).toMatchObject({ code: 'MissingParameter' });
    });
  });

  describe('refuses state', () => {
    it('a Generic secret', async () => {
      const SecretName = await kms.createSecret();
      expect(await refusal(kms.call('RotateSecret', { SecretName, VersionId: 'v2' }))).toEqual({
        code: 'Rejected.UnsupportedOperation',
        status: 400,
        message: 'Unsupported operation.',
      });
    });

    it('another rotation while one is running', async () => {
      const SecretName = await kms.createEcsSecret();
      await kms.call('RotateSecret', { SecretName, VersionId: 'v2' });
      expect(await refusal(kms.call('RotateSecret', { SecretName, VersionId: 'v3' }))).toMatchObject({
        code: 'Rejected.RotationInProgress',
        status: 409,
      });
    });

    it('a version id that is in use', async () => {
      const SecretName = await kms.createEcsSecret();
      const call = kms.call('RotateSecret', { SecretName, VersionId: 'v1' });
      await expect(call).rejects.toMatchObject({ code: 'Rejected.ResourceExist' });
    });

    it('a secret that there is not, or that waits for its deletion', async () => {
      const call = kms.call('RotateSecret', { SecretName: 'nothing', VersionId: 'v2' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      const SecretName = await kms.createEcsSecret();
      await kms.call('DeleteSecret', { SecretName });
      const second = kms.call('RotateSecret', { SecretName, VersionId: 'v2' });
      await expect(second).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const SecretName = await kms.createEcsSecret();
      await expectSecretGuarded(kms, 'RotateSecret', { SecretName, VersionId: 'v2' });
    });
  });
});
