import { expectGuarded } from '../key-behaviour.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('EnableKey', () => {
  describe('answers', () => {
    it('only the RequestId, and the secrets under the key are readable again', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      await kms.call('DisableKey', { KeyId });
      expect(await kms.call('EnableKey', { KeyId })).toEqual({ RequestId: expect.any(String) });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('Enabled');
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });

    it('the same for a key that is enabled', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      expect(await kms.call('EnableKey', { KeyId })).toEqual({ RequestId: expect.any(String) });
    });
  });

  describe('refuses state', () => {
    it('an unknown key', async () => {
      await expect(kms.call('EnableKey', { KeyId: 'key-unknown' })).rejects.toMatchObject({
        code: 'Forbidden.KeyNotFound',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'EnableKey', { KeyId });
    });
  });
});
