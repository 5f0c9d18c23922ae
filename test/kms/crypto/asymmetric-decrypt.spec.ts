import { constants, publicEncrypt } from 'node:crypto';
import { refusal, type Members } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('AsymmetricDecrypt', () => {
  const Plaintext = Buffer.from('attack at dawn').toString('base64');
  const Algorithm = 'RSAES_OAEP_SHA_256';

  /** Encrypts as anyone with the public key can. */
  async function encryptOutside(KeyId: string, KeyVersionId: string): Promise<string> {
    const { PublicKey: key } = await kms.call('GetPublicKey', { KeyId, KeyVersionId });
    const options = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    return publicEncrypt(options, Buffer.from(Plaintext, 'base64')).toString('base64');
  }

  describe('answers', () => {
    it('the plaintext of what was encrypted elsewhere', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const CiphertextBlob = await encryptOutside(KeyId, KeyVersionId);
      const answer = await kms.call('AsymmetricDecrypt', { KeyId, KeyVersionId, Algorithm, CiphertextBlob });
      expect(answer).toEqual({ RequestId: expect.any(String), KeyId, KeyVersionId, Plaintext });
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const CiphertextBlob = await encryptOutside(KeyId, KeyVersionId);
      const parameters = { KeyId, KeyVersionId, Algorithm, CiphertextBlob };
      expect((await refusal(kms.call('AsymmetricDecrypt', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('AsymmetricDecrypt', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('AsymmetricDecrypt', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'SM2PKE'],
        ['CiphertextBlob', '='],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('AsymmetricDecrypt', {
            KeyId: 'key-1',
            KeyVersionId: 'x',
            Algorithm,
            CiphertextBlob: 'AAAA',
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, other ciphertexts, and the other algorithm', async () => {
      await expectUnknownKey(kms, 'AsymmetricDecrypt', { KeyVersionId: 'x', Algorithm, CiphertextBlob: 'AAAA' });
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const CiphertextBlob = await encryptOutside(KeyId, KeyVersionId);
      const call = (parameters: Members) =>
        refusal(kms.call('AsymmetricDecrypt', { KeyId, KeyVersionId, Algorithm, CiphertextBlob, ...parameters }));
      expect(await call({ CiphertextBlob: 'AAAA' })).toEqual(invalid('CiphertextBlob'));
      expect(await call({ Algorithm: 'RSAES_OAEP_SHA_1' })).toEqual(invalid('CiphertextBlob'));
      const second = (await kms.call('CreateKeyVersion', { KeyId })).KeyVersion.KeyVersionId;
      expect(await call({ KeyVersionId: second })).toEqual(invalid('CiphertextBlob'));
    });
  });
  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const CiphertextBlob = await encryptOutside(KeyId, KeyVersionId);
      await expectGuarded(kms, 'AsymmetricDecrypt', { KeyId, KeyVersionId, Algorithm, CiphertextBlob });
    });
  });
});
