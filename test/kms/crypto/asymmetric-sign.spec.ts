import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import { refusal, type Members } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('AsymmetricSign', () => {
  const message = Buffer.from('attack at dawn');
  const Digest = createHash('sha256').update(message).digest('base64');
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

  describe('answers', () => {
    it.each([
      ['RSA_2048', 'RSA_PSS_SHA_256'],
      ['RSA_2048', 'RSA_PKCS1_SHA_256'],
      ['RSA_3072', 'RSA_PSS_SHA_256'],
      ['RSA_4096', 'RSA_PKCS1_SHA_256'],
      ['RSA_4096', 'RSA_PSS_SHA_256'],
      ['EC_P256', 'ECDSA_SHA_256'],
      ['EC_P256K', 'ECDSA_SHA_256'],
    ])('a signature by %s with %s that OpenSSL verifies', async (KeySpec, Algorithm) => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec });
      const answer = await kms.call('AsymmetricSign', { KeyId, KeyVersionId, Algorithm, Digest });
      expect(answer).toMatchObject({ KeyId, KeyVersionId });
      const { PublicKey } = await kms.call('GetPublicKey', { KeyId, KeyVersionId });
      const key = { key: createPublicKey(PublicKey), ...(Algorithm.includes('PSS') ? pss : {}) };
      expect(verify('sha256', message, key, Buffer.from(answer.Value, 'base64'))).toBe(true);
      expect(verify('sha256', Buffer.from('other'), key, Buffer.from(answer.Value, 'base64'))).toBe(false);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      const parameters = { KeyId, KeyVersionId, Algorithm: 'ECDSA_SHA_256', Digest };
      expect((await refusal(kms.call('AsymmetricSign', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('AsymmetricSign', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('AsymmetricSign', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'SM2DSA'],
        ['Digest', 'AAAA'],
        ['Digest', createHash('sha1').update(message).digest('base64')],
        ['Digest', `${Digest.slice(0, 42)}B=`],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('AsymmetricSign', {
            KeyId: 'key-1',
            KeyVersionId: 'x',
            Algorithm: 'ECDSA_SHA_256',
            Digest,
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of another kind', async () => {
      await expectUnknownKey(kms, 'AsymmetricSign', { KeyVersionId: 'x', Algorithm: 'ECDSA_SHA_256', Digest });
      const code = async (key: Members, Algorithm: string) => {
        const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey(key);
        return (await refusal(kms.call('AsymmetricSign', { KeyId, KeyVersionId, Algorithm, Digest }))).code;
      };
      expect(await code({}, 'ECDSA_SHA_256')).toBe('UnsupportedOperation');
      expect(await code({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT/DECRYPT' }, 'RSA_PSS_SHA_256')).toBe(
        'UnsupportedOperation',
      );
      expect(await code({ KeySpec: 'EC_P256' }, 'RSA_PSS_SHA_256')).toBe('InvalidParameter');
      expect(await code({ KeySpec: 'RSA_2048' }, 'ECDSA_SHA_256')).toBe('InvalidParameter');
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      await expectGuarded(kms, 'AsymmetricSign', { KeyId, KeyVersionId, Algorithm: 'ECDSA_SHA_256', Digest });
    });
  });
});
