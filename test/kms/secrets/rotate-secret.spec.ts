import { refusal } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { stopOwnEngine } from '../../rotation/engine.ts';
import { region } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('RotateSecret', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('before the host has changed, and the same again for the same version', async () => {
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

    it('the fifty-first of a secret within an hour', async () => {
      const SecretName = await kms.createEcsSecret();
      const rotate = (VersionId: string) => kms.call('RotateSecret', { SecretName, VersionId });
      const end = () =>
        kms.query(`update kms_rotations set phase = 'finished', lease_until = null, ended_at = created_at`);
      await stopOwnEngine(kms.app);
      for (let number = 1; number <= 50; number += 1) {
        await rotate(`r${number}`);
        await end();
      }
      const limitExceeded = { code: 'Rejected.LimitExceeded', status: 400, message: 'exceed secret limits error' };
      expect(await refusal(rotate('r51'))).toEqual(limitExceeded);
      await rotate('r50');
      await kms.call('RotateSecret', { SecretName: await kms.createEcsSecret(), VersionId: 'r51' });
      kms.app.clock.advance(3_600_000);
      await rotate('r51');
    });

    it('a version id that is in use', async () => {
      const SecretName = await kms.createEcsSecret();
      const call = kms.call('RotateSecret', { SecretName, VersionId: 'v1' });
      await expect(call).rejects.toMatchObject({ code: 'Rejected.ResourceExist' });
    });

    it('an unknown secret, or one that is scheduled for deletion', async () => {
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
