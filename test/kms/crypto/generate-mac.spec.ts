import { refusal } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('GenerateMac', () => {
  const Message = Buffer.from('attack at dawn').toString('base64');
  const Algorithm = 'HMAC_SHA_256';

  describe('answers', () => {
    it.each([
      ['HMAC_SHA_224', 28],
      ['HMAC_SHA_256', 32],
      ['HMAC_SHA_384', 48],
      ['HMAC_SHA_512', 64],
    ])('the same code of %s for the same message, of %i bytes', async (KeySpec, bytes) => {
      const { KeyId, KeyUsage } = await kms.createKey({ KeySpec });
      expect(KeyUsage).toBe('GENERATE/VERIFY_MAC');
      const answer = await kms.call('GenerateMac', { KeyId, Algorithm: KeySpec, Message });
      expect(answer).toEqual({ RequestId: expect.any(String), Algorithm: KeySpec, KeyId, Mac: expect.any(String) });
      expect(Buffer.from(answer.Mac, 'base64')).toHaveLength(bytes);
      const { Mac } = await kms.call('GenerateMac', { KeyId, Algorithm: KeySpec, Message });
      expect(Mac).toBe(answer.Mac);
      const other = await kms.createKey({ KeySpec });
      expect((await kms.call('GenerateMac', { KeyId: other.KeyId, Algorithm: KeySpec, Message })).Mac).not.toBe(Mac);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      const parameters = { KeyId, Algorithm, Message };
      expect((await refusal(kms.call('GenerateMac', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('GenerateMac', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('GenerateMac', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'HMAC_SM3'],
        ['Message', '='],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('GenerateMac', { KeyId: 'key-1', Algorithm, Message, [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('unknown keys, those of another kind, and another algorithm than the key’s', async () => {
      await expectUnknownKey(kms, 'GenerateMac', { Algorithm, Message });
      const { KeyId } = await kms.createKey();
      expect((await refusal(kms.call('GenerateMac', { KeyId, Algorithm, Message }))).code).toBe('UnsupportedOperation');
      const other = await kms.createKey({ KeySpec: 'HMAC_SHA_512' });
      const call = kms.call('GenerateMac', { KeyId: other.KeyId, Algorithm, Message });
      expect(await refusal(call)).toEqual(invalid('Algorithm'));
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      await expectGuarded(kms, 'GenerateMac', { KeyId, Algorithm, Message });
    });
  });
});
