import { createHash } from 'node:crypto';
import { refusal, type Members } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('AsymmetricVerify', () => {
  const Digest = createHash('sha256').update('attack at dawn').digest('base64');
  const other = createHash('sha256').update('attack at dusk').digest('base64');

  describe('answers', () => {
    it.each([
      ['RSA_2048', 'RSA_PSS_SHA_256'],
      ['RSA_2048', 'RSA_PKCS1_SHA_256'],
      ['EC_P256', 'ECDSA_SHA_256'],
      ['EC_P256K', 'ECDSA_SHA_256'],
    ])('whether a signature by %s with %s is one of the digest', async (KeySpec, Algorithm) => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec });
      const { Value } = await kms.call('AsymmetricSign', { KeyId, KeyVersionId, Algorithm, Digest });
      const verified = async (parameters: Members) => {
        const call = { KeyId, KeyVersionId, Algorithm, Digest, Value, ...parameters };
        return (await kms.call('AsymmetricVerify', call)).Value;
      };
      const bytes = Buffer.from(Value, 'base64');
      const changed = Buffer.from(bytes);
      changed[bytes.length - 1] = (changed[bytes.length - 1] as number) ^ 1;
      expect(await verified({})).toBe(true);
      expect(await verified({ Digest: other })).toBe(false);
      expect(await verified({ Value: changed.toString('base64') })).toBe(false);
      expect(await verified({ Value: bytes.subarray(1).toString('base64') })).toBe(false);
      expect(await verified({ Value: Buffer.alloc(bytes.length).toString('base64') })).toBe(false);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      const parameters = { KeyId, KeyVersionId, Algorithm: 'ECDSA_SHA_256', Digest, Value: 'AAAA' };
      expect((await refusal(kms.call('AsymmetricVerify', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('AsymmetricVerify', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('AsymmetricVerify', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'SM2DSA'],
        ['Digest', 'AAAA'],
        ['Value', 'A'],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('AsymmetricVerify', {
            KeyId: 'key-1',
            KeyVersionId: 'x',
            Algorithm: 'ECDSA_SHA_256',
            Digest,
            Value: 'AAAA',
            [name]: value,
          }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys', async () => {
      await expectUnknownKey(kms, 'AsymmetricVerify', {
        KeyVersionId: 'x',
        Algorithm: 'ECDSA_SHA_256',
        Digest,
        Value: 'AAAA',
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      await expectGuarded(kms, 'AsymmetricVerify', {
        KeyId,
        KeyVersionId,
        Algorithm: 'ECDSA_SHA_256',
        Digest,
        Value: 'AAAA',
      });
    });
  });
});
