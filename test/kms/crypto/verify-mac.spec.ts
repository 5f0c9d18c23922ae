import { refusal, type Members } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('VerifyMac', () => {
  const Message = Buffer.from('attack at dawn').toString('base64');
  const Algorithm = 'HMAC_SHA_256';

  describe('answers', () => {
    it('whether a code belongs to the message', async () => {
      const { KeyId } = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      const { Mac } = await kms.call('GenerateMac', { KeyId, Algorithm, Message });
      const verified = async (parameters: Members) =>
        (await kms.call('VerifyMac', { KeyId, Algorithm, Message, Mac, ...parameters })).Value;
      expect(await verified({})).toBe(true);
      expect(await verified({ Message: 'AAAA' })).toBe(false);
      expect(await verified({ Mac: 'AAAA' })).toBe(false);
      expect(await verified({ Mac: Buffer.alloc(32).toString('base64') })).toBe(false);
      expect(await verified({ Mac: Buffer.from(Mac, 'base64').subarray(0, 4).toString('base64') })).toBe(false);
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId } = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      const parameters = { KeyId, Algorithm, Message, Mac: 'AAAA' };
      expect((await refusal(kms.call('VerifyMac', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('VerifyMac', { ...parameters, DryRun: 'true' }))).code).toBe('AccessDeniedError');
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('VerifyMac', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Algorithm', 'HMAC_SM3'],
        ['Mac', '='],
        ['Mac', Buffer.alloc(65).toString('base64')],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(kms.call('VerifyMac', { KeyId: 'key-1', Algorithm, Message, Mac: 'AAAA', [name]: value })),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys', async () => {
      await expectUnknownKey(kms, 'VerifyMac', { Algorithm, Message, Mac: 'AAAA' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey({ KeySpec: 'HMAC_SHA_256' });
      await expectGuarded(kms, 'VerifyMac', { KeyId, Algorithm, Message, Mac: 'AAAA' });
    });
  });
});
