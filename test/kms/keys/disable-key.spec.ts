import { refusal } from '../../support/api-clients.ts';
import { expectGuarded } from '../key-behaviour.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('DisableKey', () => {
  const disabled = {
    code: 'Rejected.Disabled',
    status: 409,
    message: 'The request was rejected because the key state is Disabled.',
  };

  describe('answers', () => {
    it('only the RequestId, and the key is disabled, however often', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      expect(await kms.call('DisableKey', { KeyId })).toEqual({ RequestId: expect.any(String) });
      expect(await kms.call('DisableKey', { KeyId })).toEqual({ RequestId: expect.any(String) });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('Disabled');
    });

    it('with immediate effect on the secrets under the key: no value is read or written', async () => {
      const { KeyId, Arn } = (await kms.call('CreateKey')).KeyMetadata;
      const SecretName = await kms.createSecret({ EncryptionKeyId: Arn });
      await kms.call('GetSecretValue', { SecretName });
      await kms.call('DisableKey', { KeyId: Arn });
      expect(await refusal(kms.call('GetSecretValue', { SecretName }))).toEqual(disabled);
      const put = { SecretName, VersionId: 'v2', SecretData: 'second' };
      expect(await refusal(kms.call('PutSecretValue', put))).toEqual(disabled);
      const create = { SecretName: kms.newName(), VersionId: 'v1', SecretData: 'x', EncryptionKeyId: KeyId };
      expect(await refusal(kms.call('CreateSecret', create))).toEqual(disabled);
    });

    it('while the secret itself can still be described, listed, deleted and restored', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      await kms.call('DisableKey', { KeyId });
      expect((await kms.call('DescribeSecret', { SecretName })).EncryptionKeyId).toBe(KeyId);
      expect((await kms.call('ListSecretVersionIds', { SecretName })).TotalCount).toBe(1);
      await kms.call('DeleteSecret', { SecretName });
      await kms.call('RestoreSecret', { SecretName });
    });
  });

  describe('refuses state', () => {
    it('an unknown key', async () => {
      await expect(kms.call('DisableKey', { KeyId: 'key-unknown' })).rejects.toMatchObject({
        code: 'Forbidden.KeyNotFound',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'DisableKey', { KeyId });
    });
  });
});
