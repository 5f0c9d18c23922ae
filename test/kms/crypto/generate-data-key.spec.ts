import { refusal, type Members } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('GenerateDataKey', () => {
  describe('answers', () => {
    it('a data key, 32 bytes by default', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey();
      const answer = await kms.call('GenerateDataKey', { KeyId });
      expect(answer).toEqual({
        RequestId: expect.any(String),
        CiphertextBlob: expect.any(String),
        KeyId,
        KeyVersionId,
        Plaintext: expect.any(String),
      });
      const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob: answer.CiphertextBlob });
      expect(Buffer.from(Plaintext, 'base64')).toHaveLength(32);
      expect(answer.Plaintext).toBe(Plaintext);
    });

    it('of the requested length, bound to a context', async () => {
      const { KeyId } = await kms.createKey();
      const EncryptionContext = '{"a":"b"}';
      const lengths = async (parameters: Members) => {
        const { CiphertextBlob } = await kms.call('GenerateDataKey', { KeyId, EncryptionContext, ...parameters });
        const { Plaintext } = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext });
        return Buffer.from(Plaintext, 'base64').length;
      };
      expect(await lengths({ KeySpec: 'AES_128' })).toBe(16);
      expect(await lengths({ KeySpec: 'AES_256' })).toBe(32);
      expect(await lengths({ KeySpec: 'AES_128', NumberOfBytes: 1024 })).toBe(1024);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey();
      const parameters = { KeyId };
      expect((await refusal(kms.call('GenerateDataKey', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('GenerateDataKey', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('GenerateDataKey', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['NumberOfBytes', '0'],
        ['NumberOfBytes', '1025'],
        ['KeySpec', 'AES_512'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('GenerateDataKey', { KeyId: 'key-1', [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of another kind', async () => {
      await expectUnknownKey(kms, 'GenerateDataKey', {});
      const { KeyId } = await kms.createKey({ KeySpec: 'EC_P256' });
      expect((await refusal(kms.call('GenerateDataKey', { KeyId }))).code).toBe('UnsupportedOperation');
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'GenerateDataKey', { KeyId });
    });
  });
});
