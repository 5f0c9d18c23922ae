import { refusal, type Members } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('ListAliasesByKeyId', () => {
  describe('answers', () => {
    it('the aliases of one key', async () => {
      const [one, two] = [await kms.createKey(), await kms.createKey()];
      await kms.call('CreateAlias', { AliasName: 'alias/one', KeyId: one.KeyId });
      await kms.call('CreateAlias', { AliasName: 'alias/two', KeyId: two.KeyId });
      const { Aliases, TotalCount } = await kms.call('ListAliasesByKeyId', { KeyId: one.Arn });
      expect([Aliases.Alias.map(({ AliasName }: Members) => AliasName), TotalCount]).toEqual([['alias/one'], 1]);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PageSize', '101'],
        ['KeyId', ' '],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('ListAliasesByKeyId', { KeyId: 'key-1', [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'ListAliasesByKeyId', {});
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('ListAliasesByKeyId', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'ListAliasesByKeyId', { KeyId });
    });
  });
});
