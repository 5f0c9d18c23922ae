import { refusal, type Members } from '../../support/api-clients.ts';
import { invalid, unknownKey } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('ReEncrypt', () => {
  const Plaintext = Buffer.from('attack at dawn').toString('base64');
  const encrypt = async (KeyId: string, EncryptionContext?: string) =>
    (await kms.call('Encrypt', { KeyId, Plaintext, ...(EncryptionContext ? { EncryptionContext } : {}) }))
      .CiphertextBlob as string;

  describe('answers', () => {
    it('the same plaintext under another key and context', async () => {
      const [from, to] = [await kms.createKey(), await kms.createKey()];
      const answer = await kms.call('ReEncrypt', {
        CiphertextBlob: await encrypt(from.KeyId, '{"a":"1"}'),
        SourceEncryptionContext: '{"a":"1"}',
        SourceKeyId: from.KeyId,
        DestinationKeyId: to.Arn,
        DestinationEncryptionContext: '{"b":"2"}',
      });
      expect(answer).toMatchObject({ KeyId: to.KeyId, KeyVersionId: to.PrimaryKeyVersion });
      const { CiphertextBlob } = answer;
      const opened = await kms.call('Decrypt', { CiphertextBlob, EncryptionContext: '{"b":"2"}' });
      expect(opened).toMatchObject({ Plaintext, KeyId: to.KeyId });
    });

    it('what was encrypted with a public key', async () => {
      const { KeyId: SourceKeyId, PrimaryKeyVersion } = await kms.createKey({
        KeySpec: 'RSA_2048',
        KeyUsage: 'ENCRYPT/DECRYPT',
      });
      const source = {
        KeyId: SourceKeyId,
        KeyVersionId: PrimaryKeyVersion,
        Algorithm: 'RSAES_OAEP_SHA_256',
        Plaintext,
      };
      const { CiphertextBlob } = await kms.call('AsymmetricEncrypt', source);
      const { KeyId: DestinationKeyId } = await kms.createKey();
      const parameters = {
        CiphertextBlob,
        DestinationKeyId,
        SourceKeyId,
        SourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      };
      const answer = await kms.call('ReEncrypt', { ...parameters, SourceKeyVersionId: PrimaryKeyVersion });
      expect((await kms.call('Decrypt', { CiphertextBlob: answer.CiphertextBlob })).Plaintext).toBe(Plaintext);
      expect((await refusal(kms.call('ReEncrypt', parameters))).message).toContain('SourceKeyVersionId');
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey();
      const parameters = { CiphertextBlob: await encrypt(KeyId), DestinationKeyId: KeyId };
      expect((await refusal(kms.call('ReEncrypt', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('ReEncrypt', { ...parameters, DryRun: 'true' }))).code).toBe('AccessDeniedError');
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('ReEncrypt', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['SourceEncryptionAlgorithm', 'SM2PKE'],
        ['CiphertextBlob', '='],
        ['DestinationEncryptionContext', '1'],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(kms.call('ReEncrypt', { CiphertextBlob: 'AAAA', DestinationKeyId: 'key-1', [name]: value })),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('another context, another source key, no ciphertext, no key', async () => {
      const { KeyId: DestinationKeyId } = await kms.createKey();
      const CiphertextBlob = await encrypt(DestinationKeyId);
      const call = (parameters: Members) =>
        refusal(kms.call('ReEncrypt', { CiphertextBlob, DestinationKeyId, ...parameters }));
      expect(await call({ SourceEncryptionContext: '{"a":"1"}' })).toEqual(invalid('CiphertextBlob'));
      expect(await call({ CiphertextBlob: 'AAAA' })).toEqual(invalid('CiphertextBlob'));
      expect(await call({ SourceKeyId: 'key-other' })).toEqual(invalid('SourceKeyId'));
      expect(await call({ DestinationKeyId: 'key-other' })).toEqual(unknownKey);
    });
  });

  describe('refuses the caller', () => {
    it('who may do only one half of it', async () => {
      const [from, to] = [await kms.createKey(), await kms.createKey()];
      const parameters = { CiphertextBlob: await encrypt(from.KeyId), DestinationKeyId: to.KeyId };
      const half = await ramUser(kms, [allow('kms:ReEncryptFrom', from.Arn)]);
      expect((await refusal(half.call('ReEncrypt', parameters))).message).toContain(to.Arn);
      const otherHalf = await ramUser(kms, [allow('kms:ReEncryptTo', to.Arn)]);
      expect((await refusal(otherHalf.call('ReEncrypt', parameters))).message).toContain(from.Arn);
      const user = await ramUser(kms, [allow('kms:ReEncrypt*', [from.Arn, to.Arn])]);
      await user.call('ReEncrypt', parameters);
    });
  });
});
