import { refusal } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid, unknownKey } from '../key-behaviour.ts';
import { days, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('ScheduleKeyDeletion', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const schedule = (KeyId: string, PendingWindowInDays = 7) =>
    kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays });

  describe('answers', () => {
    it('only the RequestId, and the key is scheduled for deletion', async () => {
      const { KeyId } = await kms.createKey();
      expect(await schedule(KeyId, 366)).toEqual({ RequestId: expect.any(String) });
      const { KeyMetadata } = await kms.call('DescribeKey', { KeyId });
      expect(KeyMetadata.KeyState).toBe('PendingDeletion');
      const days = (Date.parse(KeyMetadata.DeleteDate) - Date.parse(KeyMetadata.CreationDate)) / 86_400_000;
      expect(Math.round(days)).toBe(366);
    });

    it('and after the waiting period the key no longer exists, for secrets either', async () => {
      const { KeyId, Arn } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/gone', KeyId });
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      await schedule(KeyId);
      kms.app.clock.advance(days(7) + 1_000);
      expect(await refusal(kms.call('Decrypt', { CiphertextBlob }))).toEqual(unknownKey);
      for (const reference of [KeyId, Arn])
        expect(await refusal(kms.call('DescribeKey', { KeyId: reference }))).toEqual(unknownKey);
      expect(await refusal(kms.call('GetSecretValue', { SecretName }))).toEqual(unknownKey);
      expect(await refusal(kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'x' }))).toEqual(
        unknownKey,
      );
      expect((await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId).toBe(KeyId);
      await eventually('the key is wiped', async () => {
        const rows = await kms.query('select from kms_key_versions where key_id = $1', [KeyId]);
        return rows.length === 0;
      });
      expect((await kms.call('ListAliases')).TotalCount).toBe(0);
      const gone = await refusal(kms.call('Encrypt', { KeyId: 'alias/gone', Plaintext: 'AAAA' }));
      expect(gone.code).toBe('Forbidden.AliasNotFound');
      expect(await refusal(kms.call('GetSecretValue', { SecretName }))).toEqual(unknownKey);
      await kms.call('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PendingWindowInDays', '6'],
        ['PendingWindowInDays', '367'],
        ['PendingWindowInDays', '7.5'],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(kms.call('ScheduleKeyDeletion', { KeyId: 'key-1', PendingWindowInDays: 7, [name]: value })),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'ScheduleKeyDeletion', { PendingWindowInDays: 7 });
    });

    it('a key with deletion protection', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('SetDeletionProtection', { KeyId, EnableDeletionProtection: 'true' });
      expect(await refusal(schedule(KeyId))).toMatchObject({ code: 'Rejected.DeletionProtection', status: 409 });
      await kms.call('SetDeletionProtection', { KeyId, EnableDeletionProtection: 'false' });
      await schedule(KeyId);
    });

    it('the key of a service', async () => {
      await kms.createSecret();
      const Filters = JSON.stringify([{ Key: 'CreatorType', Values: ['Service'] }]);
      const [{ KeyId }] = (await kms.call('ListKeys', { Filters })).Keys.Key;
      expect((await refusal(schedule(KeyId))).code).toBe('UnsupportedOperation');
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('ScheduleKeyDeletion', { PendingWindowInDays: 7, KeyId: 'alias/mine' }))).toEqual(
        aliasUnsupported,
      );
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    });
  });
});
