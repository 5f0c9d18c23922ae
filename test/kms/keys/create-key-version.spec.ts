import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey } from '../key-behaviour.ts';
import { KmsApplication } from '../kms-application.ts';

describe('CreateKeyVersion', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const metadata = async (KeyId: string) => (await kms.call('DescribeKey', { KeyId })).KeyMetadata;

  describe('answers', () => {
    it('a new version, which a symmetric key uses to encrypt from then on; old ciphertexts still open', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey();
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
      const { KeyVersion } = await kms.call('CreateKeyVersion', { KeyId });
      expect(KeyVersion).toEqual({ KeyId, KeyVersionId: expect.any(String), CreationDate: expect.any(String) });
      expect((await metadata(KeyId)).PrimaryKeyVersion).toBe(KeyVersion.KeyVersionId);
      expect((await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' })).KeyVersionId).toBe(KeyVersion.KeyVersionId);
      const opened = await kms.call('Decrypt', { CiphertextBlob });
      expect(opened).toMatchObject({ Plaintext: 'AAAA', KeyVersionId: PrimaryKeyVersion });
    });

    it('new secrets are sealed under the new version, old ones stay readable', async () => {
      const { KeyId } = await kms.createKey();
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      const { KeyVersion } = await kms.call('CreateKeyVersion', { KeyId });
      await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'second' });
      const rows = await kms.query(
        'select version_id, key_version_id from kms_secret_versions where key_id = $1 order by 1',
        [KeyId],
      );
      expect(rows[1]).toEqual({ version_id: 'v2', key_version_id: KeyVersion.KeyVersionId });
      expect((await kms.call('GetSecretValue', { SecretName, VersionId: 'v1' })).SecretData).toBe('first');
    });

    it('and the versions of an asymmetric key exist side by side', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey({ KeySpec: 'EC_P256' });
      const { KeyVersion } = await kms.call('CreateKeyVersion', { KeyId });
      const pem = async (KeyVersionId: string) => (await kms.call('GetPublicKey', { KeyId, KeyVersionId })).PublicKey;
      expect(await pem(KeyVersion.KeyVersionId)).not.toBe(await pem(PrimaryKeyVersion));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'CreateKeyVersion', {});
    });

    it('imported keys, and those for message authentication codes', async () => {
      const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
      expect((await refusal(kms.call('CreateKeyVersion', { KeyId }))).code).toBe('Unsupported.Origin');
      const mac = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      expect((await refusal(kms.call('CreateKeyVersion', { KeyId: mac.KeyId }))).code).toBe('UnsupportedOperation');
    });

    it('the 51st version', async () => {
      const { KeyId } = await kms.createKey();
      for (let n = 1; n < 50; n += 1) await kms.call('CreateKeyVersion', { KeyId });
      expect((await refusal(kms.call('CreateKeyVersion', { KeyId }))).code).toBe('Rejected.LimitExceeded');
      expect((await kms.call('ListKeyVersions', { KeyId })).TotalCount).toBe(50);
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('CreateKeyVersion', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'CreateKeyVersion', { KeyId });
    });
  });
});
