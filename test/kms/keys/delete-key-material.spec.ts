import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey } from '../key-behaviour.ts';
import { importedKey } from '../key-material.ts';
import { KmsApplication } from '../kms-application.ts';

describe('DeleteKeyMaterial', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('only the RequestId; the material is gone, and the key waits for it', async () => {
      const { KeyId } = await importedKey(kms);
      expect(await kms.call('DeleteKeyMaterial', { KeyId })).toEqual({ RequestId: expect.any(String) });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingImport');
      const rows = await kms.query('select sealed_material from kms_key_versions where key_id = $1', [KeyId]);
      expect(rows).toEqual([{ sealed_material: null }]);
      await kms.call('DeleteKeyMaterial', { KeyId });
    });

    it('and a key that is scheduled for deletion stays so', async () => {
      const { KeyId } = await importedKey(kms);
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      await kms.call('DeleteKeyMaterial', { KeyId });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingDeletion');
      await kms.call('CancelKeyDeletion', { KeyId });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingImport');
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'DeleteKeyMaterial', {});
    });

    it('a key whose material was generated here', async () => {
      const { KeyId } = await kms.createKey();
      expect((await refusal(kms.call('DeleteKeyMaterial', { KeyId }))).code).toBe('Unsupported.Origin');
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('DeleteKeyMaterial', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await importedKey(kms);
      await expectGuarded(kms, 'DeleteKeyMaterial', { KeyId });
    });
  });
});
