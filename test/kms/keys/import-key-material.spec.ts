import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { wrapped } from '../key-material.ts';
import { days, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('ImportKeyMaterial', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const material = Buffer.alloc(32, 5);
  const metadata = async (KeyId: string) => (await kms.call('DescribeKey', { KeyId })).KeyMetadata;
  const newKey = async () => (await kms.createKey({ Origin: 'EXTERNAL' })).KeyId as string;
  const code = async (parameters: Members) => (await refusal(kms.call('ImportKeyMaterial', parameters))).code;
  const soon = () => Math.floor(kms.app.clock.now().getTime() / 1_000) + 3_600;

  describe('answers', () => {
    it.each(['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1', 'RSAES_PKCS1_V1_5'])(
      'only the RequestId for material wrapped with %s, and the key works',
      async (algorithm) => {
        const KeyId = await newKey();
        expect((await metadata(KeyId)).KeyState).toBe('PendingImport');
        const answer = await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material, algorithm));
        expect(answer).toEqual({ RequestId: expect.any(String) });
        expect(await metadata(KeyId)).toMatchObject({ KeyState: 'Enabled', Origin: 'EXTERNAL' });
        const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
        expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toBe('AAAA');
      },
    );

    it('for material that expires: the key then waits for it again, with immediate effect on its secrets', async () => {
      const KeyId = await newKey();
      const parameters = { ...(await wrapped(kms, KeyId, material)), KeyMaterialExpireUnix: soon() };
      await kms.call('ImportKeyMaterial', parameters);
      expect((await metadata(KeyId)).MaterialExpireTime).toMatch(/Z$/);
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      kms.app.clock.advance(3_601_000);
      expect((await refusal(kms.call('Decrypt', { CiphertextBlob }))).code).toBe('Rejected.PendingImport');
      expect((await refusal(kms.call('GetSecretValue', { SecretName }))).code).toBe('Rejected.PendingImport');
      expect((await metadata(KeyId)).KeyState).toBe('PendingImport');
      await eventually('the material is wiped', async () => {
        const [row] = await kms.query('select sealed_material from kms_key_versions where key_id = $1', [KeyId]);
        return row?.['sealed_material'] === null;
      });
      await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material));
      expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toBe('AAAA');
      expect((await kms.call('GetSecretValue', { SecretName })).SecretData).toBe('first');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['KeyMaterialExpireUnix', '-1'],
        ['KeyMaterialExpireUnix', '1000'],
        ['EncryptedKeyMaterial', '='],
        ['ImportToken', '='],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('ImportKeyMaterial', {
            KeyId: 'key-1',
            EncryptedKeyMaterial: 'AAAA',
            ImportToken: 'AAAA',
            KeyMaterialExpireUnix: 0,
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('different material than before, also after it was deleted', async () => {
      const KeyId = await newKey();
      await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material));
      expect(await code(await wrapped(kms, KeyId, Buffer.alloc(32, 6)))).toBe('InvalidKeyMaterial');
      await kms.call('DeleteKeyMaterial', { KeyId });
      expect(await code(await wrapped(kms, KeyId, Buffer.alloc(32, 6)))).toBe('InvalidKeyMaterial');
      await kms.call('ImportKeyMaterial', await wrapped(kms, KeyId, material));
    });

    it('material of another length, wrapped for another key or in another way, or not at all', async () => {
      const KeyId = await newKey();
      expect(await code(await wrapped(kms, KeyId, Buffer.alloc(16)))).toBe('InvalidKeyMaterial');
      expect(await code(await wrapped(kms, KeyId, Buffer.alloc(31), 'RSAES_PKCS1_V1_5'))).toBe('InvalidKeyMaterial');
      const [one, two] = [await wrapped(kms, KeyId, material), await wrapped(kms, KeyId, material, 'RSAES_OAEP_SHA_1')];
      expect(await code({ ...one, ImportToken: two['ImportToken'] })).toBe('InvalidKeyMaterial');
      expect(await code({ ...one, EncryptedKeyMaterial: 'AAAA' })).toBe('InvalidKeyMaterial');
    });

    it('a token of another key, a forged token, and one that has expired', async () => {
      const [KeyId, other] = [await newKey(), await newKey()];
      const parameters = await wrapped(kms, KeyId, material);
      expect(await code({ ...parameters, KeyId: other })).toBe('InvalidImportToken');
      expect(await code({ ...parameters, ImportToken: 'AAAA' })).toBe('InvalidImportToken');
      kms.app.clock.advance(days(1) + 1_000);
      expect(await code(parameters)).toBe('ExpiredImportToken');
    });

    it('a key whose material was generated here, and unknown keys', async () => {
      const { KeyId } = await kms.createKey();
      const parameters = { EncryptedKeyMaterial: 'AAAA', ImportToken: 'AAAA', KeyMaterialExpireUnix: 0 };
      expect(await code({ ...parameters, KeyId })).toBe('Unsupported.Origin');
      await expectUnknownKey(kms, 'ImportKeyMaterial', parameters);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const parameters = await wrapped(kms, await newKey(), material);
      await expectGuarded(kms, 'ImportKeyMaterial', parameters);
    });
  });
});
