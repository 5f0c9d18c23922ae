import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, policyOf, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('SetKeyPolicy', () => {
  const Policy = (RAM: string, Action = 'kms:Encrypt') => policyOf({ ...allow(Action), Principal: { RAM: [RAM] } });

  describe('answers', () => {
    it('only the RequestId, and a user of the account needs no other permission', async () => {
      const { KeyId } = await kms.createKey();
      const user = await ramUser(kms, []);
      const parameters = { KeyId, PolicyName: 'default', Policy: Policy(user.arn) };
      expect(await kms.call('SetKeyPolicy', parameters)).toEqual({ RequestId: expect.any(String) });
      await user.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
      expect((await refusal(user.call('DescribeKey', { KeyId }))).code).toBe('Forbidden.NoPermission');
      await kms.call('SetKeyPolicy', { KeyId, Policy: Policy('acs:ram::9000000000000002:user/x') });
      expect((await refusal(user.call('Encrypt', { KeyId, Plaintext: 'AAAA' }))).code).toBe('Forbidden.NoPermission');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['Policy', '{}'],
        ['Policy', 'x'],
        ['Policy', policyOf(allow('kms:*'))],
        ['Policy', Policy('bob')],
        ['Policy', Policy('*', 'x'.repeat(33_000))],
        ['PolicyName', 'other'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('SetKeyPolicy', { KeyId: 'key-1', Policy: Policy('*'), [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'SetKeyPolicy', { Policy: Policy('*') });
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('SetKeyPolicy', { Policy: Policy('*'), KeyId: 'alias/mine' }))).toEqual(
        aliasUnsupported,
      );
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'SetKeyPolicy', { KeyId, Policy: Policy('*', 'kms:List*') });
    });
  });
});
