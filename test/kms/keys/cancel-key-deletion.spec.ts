import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey } from '../key-behaviour.ts';
import { days } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('CancelKeyDeletion', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  describe('answers', () => {
    it('only the RequestId, and the key works again for good', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('DisableKey', { KeyId });
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      expect(await kms.call('CancelKeyDeletion', { KeyId })).toEqual({ RequestId: expect.any(String) });
      kms.app.clock.advance(days(8));
      const { KeyMetadata } = await kms.call('DescribeKey', { KeyId });
      expect(KeyMetadata.KeyState).toBe('Enabled');
      expect(KeyMetadata).not.toHaveProperty('DeleteDate');
      await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
    });

    it('and a key without material waits for it again', async () => {
      const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      await kms.call('CancelKeyDeletion', { KeyId });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingImport');
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'CancelKeyDeletion', {});
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('CancelKeyDeletion', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      await expectGuarded(kms, 'CancelKeyDeletion', { KeyId });
    });
  });
});
