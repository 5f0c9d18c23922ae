import { refusal } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('AsymmetricEncrypt', () => {
  const Plaintext = Buffer.from('attack at dawn').toString('base64');

  describe('answers', () => {
    it.each([
      ['RSAES_OAEP_SHA_256', 190],
      ['RSAES_OAEP_SHA_1', 214],
    ])('a ciphertext with %s that AsymmetricDecrypt opens, of up to %i bytes', async (Algorithm, longest) => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const call = (bytes: number) =>
        kms.call('AsymmetricEncrypt', {
          KeyId,
          KeyVersionId,
          Algorithm,
          Plaintext: Buffer.alloc(bytes, 1).toString('base64'),
        });
      const { CiphertextBlob } = await call(longest);
      const opened = await kms.call('AsymmetricDecrypt', { KeyId, KeyVersionId, Algorithm, CiphertextBlob });
      expect(Buffer.from(opened.Plaintext, 'base64')).toEqual(Buffer.alloc(longest, 1));
      expect(await refusal(call(longest + 1))).toEqual(invalid('Plaintext'));
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const parameters = { KeyId, KeyVersionId, Algorithm: 'RSAES_OAEP_SHA_1', Plaintext };
      expect((await refusal(kms.call('AsymmetricEncrypt', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('AsymmetricEncrypt', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('AsymmetricEncrypt', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'RSAES_PKCS1_V1_5'],
        ['Plaintext', '='],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('AsymmetricEncrypt', {
            KeyId: 'key-1',
            KeyVersionId: 'x',
            Algorithm: 'RSAES_OAEP_SHA_1',
            Plaintext,
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of another kind', async () => {
      const others = { KeyVersionId: 'x', Algorithm: 'RSAES_OAEP_SHA_1', Plaintext };
      await expectUnknownKey(kms, 'AsymmetricEncrypt', others);
      for (const key of [{}, { KeySpec: 'RSA_2048' }]) {
        const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey(key);
        const call = kms.call('AsymmetricEncrypt', { ...others, KeyId, KeyVersionId });
        expect((await refusal(call)).code).toBe('UnsupportedOperation');
      }
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      await expectGuarded(kms, 'AsymmetricEncrypt', { KeyId, KeyVersionId, Algorithm: 'RSAES_OAEP_SHA_1', Plaintext });
    });
  });
});
