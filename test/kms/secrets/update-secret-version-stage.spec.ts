import { refusal, type Members } from '../../support/api-clients.ts';
import { expectSecretGuarded } from '../key-behaviour.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('UpdateSecretVersionStage', () => {
  let SecretName: string;

  // v1 without a label, v2 ACSPrevious, v3 ACSCurrent.
  beforeEach(async () => {
    SecretName = await kms.createSecret();
    for (const VersionId of ['v2', 'v3']) {
      await kms.call('PutSecretValue', { SecretName, VersionId, SecretData: VersionId });
    }
  });

  const update = (VersionStage: string, parameters: Members) =>
    kms.call('UpdateSecretVersionStage', { SecretName, VersionStage, ...parameters });

  async function stages(): Promise<Record<string, string[]>> {
    const { VersionIds } = await kms.call('ListSecretVersionIds', { SecretName, IncludeDeprecated: 'true' });
    const entries = VersionIds.VersionId.map((version: Members) => [
      version.VersionId,
      version.VersionStages.VersionStage,
    ]);
    return Object.fromEntries(entries);
  }

  const mismatch = { code: 'Rejected.InvalidRequest', status: 400, message: 'param mismatch' };
  const unusual = { code: 'Rejected.UnsupportedOperation', status: 400, message: 'secret stages in unnormal status' };

  describe('answers', () => {
    it('the name, and ACSCurrent has moved; the former current version is ACSPrevious', async () => {
      expect(await update('ACSCurrent', { MoveToVersion: 'v1' })).toMatchObject({ SecretName });
      expect(await stages()).toEqual({ v1: ['ACSCurrent'], v2: [], v3: ['ACSPrevious'] });
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });

    it('moves back and forth', async () => {
      await update('ACSCurrent', { MoveToVersion: 'v2', RemoveFromVersion: 'v3' });
      expect(await stages()).toEqual({ v1: [], v2: ['ACSCurrent'], v3: ['ACSPrevious'] });
      await update('ACSCurrent', { MoveToVersion: 'v3', RemoveFromVersion: 'v2' });
      expect(await stages()).toEqual({ v1: [], v2: ['ACSPrevious'], v3: ['ACSCurrent'] });
    });

    it('the same when the label is already there', async () => {
      await update('ACSCurrent', { MoveToVersion: 'v3' });
      expect(await stages()).toEqual({ v1: [], v2: ['ACSPrevious'], v3: ['ACSCurrent'] });
    });

    it('custom labels added, moved and removed', async () => {
      await update('trial', { MoveToVersion: 'v1' });
      expect(await stages()).toMatchObject({ v1: ['trial'] });
      await update('trial', { MoveToVersion: 'v2', RemoveFromVersion: 'v1' });
      expect(await stages()).toMatchObject({ v1: [], v2: ['ACSPrevious', 'trial'] });
      await update('trial', { RemoveFromVersion: 'v2' });
      expect(await stages()).toMatchObject({ v2: ['ACSPrevious'] });
    });
  });

  describe('refuses parameters', () => {
    it('neither MoveToVersion nor RemoveFromVersion', async () => {
      expect(await refusal(update('trial', {}))).toEqual(mismatch);
    });

    it.each(['ACSCurrent', 'ACSPrevious'])('%s without MoveToVersion', async (stage) => {
      expect(await refusal(update(stage, { RemoveFromVersion: stage === 'ACSCurrent' ? 'v3' : 'v2' }))).toEqual(
        mismatch,
      );
    });

    it('a label of more than 128 characters', async () => {
      await expect(update('x'.repeat(129), { MoveToVersion: 'v1' })).rejects.toMatchObject({
        code: 'InvalidParameter',
      });
    });
  });

  describe('refuses state', () => {
    it('RemoveFromVersion that does not carry the label', async () => {
      expect(await refusal(update('ACSCurrent', { MoveToVersion: 'v1', RemoveFromVersion: 'v2' }))).toEqual(mismatch);
      expect(await refusal(update('trial', { RemoveFromVersion: 'v1' }))).toEqual(mismatch);
      expect(await stages()).toEqual({ v1: [], v2: ['ACSPrevious'], v3: ['ACSCurrent'] });
    });

    it('an unknown version', async () => {
      expect(await refusal(update('ACSCurrent', { MoveToVersion: 'v9' }))).toMatchObject({
        code: 'Forbidden.ResourceNotFound',
      });
    });

    it('ACSPending, and ACSPrevious on the current version', async () => {
      expect(await refusal(update('ACSPending', { MoveToVersion: 'v1' }))).toEqual(unusual);
      expect(await refusal(update('ACSPrevious', { MoveToVersion: 'v3' }))).toEqual(unusual);
    });

    it('a ninth label', async () => {
      for (const stage of 'abcdef') await update(stage, { MoveToVersion: 'v1' });
      expect(await refusal(update('g', { MoveToVersion: 'v1' }))).toMatchObject({ code: 'Rejected.LimitExceeded' });
    });

    it('an ECS secret, whose labels belong to its rotation', async () => {
      SecretName = await kms.createEcsSecret();
      expect(await refusal(update('ACSCurrent', { MoveToVersion: 'v1' }))).toMatchObject({
        code: 'Rejected.UnsupportedOperation',
        message: 'Unsupported operation.',
      });
    });

    it('a secret that is scheduled for deletion', async () => {
      await kms.call('DeleteSecret', { SecretName });
      expect(await refusal(update('ACSCurrent', { MoveToVersion: 'v1' }))).toMatchObject({
        code: 'Rejected.ResourceInDeleteWindow',
        message: 'secret in delete peroid',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the secret', async () => {
      const name = await kms.createSecret();
      await expectSecretGuarded(kms, 'UpdateSecretVersionStage', {
        SecretName: name,
        VersionStage: 'mine',
        MoveToVersion: 'v1',
      });
    });
  });
});
