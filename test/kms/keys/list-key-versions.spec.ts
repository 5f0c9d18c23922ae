import { refusal, type Members } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('ListKeyVersions', () => {
  describe('answers', () => {
    it('the versions, oldest first, page by page', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey();
      const ids = [PrimaryKeyVersion];
      for (let n = 0; n < 2; n += 1) ids.push((await kms.call('CreateKeyVersion', { KeyId })).KeyVersion.KeyVersionId);
      const listed = async (PageNumber: number) => {
        const { KeyVersions, TotalCount } = await kms.call('ListKeyVersions', { KeyId, PageNumber, PageSize: 2 });
        expect(TotalCount).toBe(3);
        return KeyVersions.KeyVersion.map(({ KeyVersionId }: Members) => KeyVersionId);
      };
      expect([...(await listed(1)), ...(await listed(2))]).toEqual(ids);
    });
  });

  describe('refuses parameters', () => {
    it.each(titled([['PageSize', '101']]))('%s', async (_, name, value) => {
      expect(await refusal(kms.call('ListKeyVersions', { KeyId: 'key-1', [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'ListKeyVersions', {});
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('ListKeyVersions', { KeyId: 'alias/mine' }))).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'ListKeyVersions', { KeyId });
    });
  });
});
