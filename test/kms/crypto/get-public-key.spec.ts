import { createPublicKey } from 'node:crypto';
import { refusal } from '../../support/api-clients.ts';
import { expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('GetPublicKey', () => {
  describe('answers', () => {
    it.each(['RSA_2048', 'RSA_3072', 'EC_P256', 'EC_P256K'])('the public key of %s as PEM', async (KeySpec) => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec });
      const answer = await kms.call('GetPublicKey', { KeyId, KeyVersionId });
      expect(answer).toMatchObject({ KeyId, KeyVersionId });
      const key = createPublicKey(answer.PublicKey);
      expect(key.asymmetricKeyType).toBe(KeySpec.startsWith('RSA') ? 'rsa' : 'ec');
    });
  });

  describe('answers DryRun=true', () => {
    it('with what would have happened', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      const parameters = { KeyId, KeyVersionId };
      expect((await refusal(kms.call('GetPublicKey', { ...parameters, DryRun: 'true' }))).code).toBe(
        'DryRunOperationError',
      );
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('GetPublicKey', { ...parameters, DryRun: 'true' }))).code).toBe(
        'AccessDeniedError',
      );
      await kms.call('DisableKey', { KeyId });
      const error = await refusal(kms.call('GetPublicKey', { ...parameters, DryRun: 'true' }));
      expect(error).toMatchObject({ code: 'ValidationError', status: 400 });
      expect(error.message).toContain('the key state is Disabled');
    });
  });

  describe('refuses parameters', () => {
    it.each(titled([['KeyVersionId', 'a b']]))('%s', async (_, name, value) => {
      expect(await refusal(kms.call('GetPublicKey', { KeyId: 'key-1', KeyVersionId: 'x', [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('unknown keys and versions, and keys that have none', async () => {
      await expectUnknownKey(kms, 'GetPublicKey', { KeyVersionId: 'x' });
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey();
      const code = async (version: string) =>
        (await refusal(kms.call('GetPublicKey', { KeyId, KeyVersionId: version }))).code;
      expect(await code('other')).toBe('Forbidden.KeyVersionNotFound');
      expect(await code(KeyVersionId)).toBe('UnsupportedOperation');
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId, PrimaryKeyVersion: KeyVersionId } = await kms.createKey({ KeySpec: 'EC_P256' });
      await expectGuarded(kms, 'GetPublicKey', { KeyId, KeyVersionId });
    });
  });
});
