import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, policyOf, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('GetKeyPolicy', () => {
  describe('answers', () => {
    it('the policy as it was set', async () => {
      const Policy = policyOf({
        ...allow('kms:Encrypt'),
        Principal: { RAM: ['acs:ram::*:x'.replace('*:x', `${kms.accountId}:root`)] },
      });
      const { KeyId } = await kms.createKey({ Policy });
      expect((await kms.call('GetKeyPolicy', { KeyId, PolicyName: 'default' })).Policy).toBe(Policy);
    });

    it('the default one of a key that has none, which grants nothing', async () => {
      const { KeyId } = await kms.createKey();
      const { Policy } = await kms.call('GetKeyPolicy', { KeyId });
      expect(JSON.parse(Policy)).toMatchObject({ Version: '1', Statement: [{ Sid: 'kms default key policy' }] });
      const user = await ramUser(kms, []);
      expect((await refusal(user.call('DescribeKey', { KeyId }))).code).toBe('Forbidden.NoPermission');
    });
  });

  describe('refuses parameters', () => {
    it.each(titled([['PolicyName', 'other']]))('%s', async (_, name, value) => {
      expect(await refusal(kms.call('GetKeyPolicy', { KeyId: 'key-1', [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'GetKeyPolicy', {});
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('GetKeyPolicy', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'GetKeyPolicy', { KeyId });
    });
  });
});
