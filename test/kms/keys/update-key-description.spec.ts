import { refusal } from '../../support/api-clients.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('UpdateKeyDescription', () => {
  describe('answers', () => {
    it('only the RequestId, and changes the description', async () => {
      const { KeyId } = await kms.createKey({ Description: 'old' });
      const answer = await kms.call('UpdateKeyDescription', { KeyId, Description: 'new' });
      expect(answer).toEqual({ RequestId: expect.any(String) });
      expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.Description).toBe('new');
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['KeyId', 'a b'],
        ['Description', 'x'.repeat(8193)],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(kms.call('UpdateKeyDescription', { KeyId: 'key-1', Description: 'x', [name]: value })),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'UpdateKeyDescription', { Description: 'x' });
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(await refusal(kms.call('UpdateKeyDescription', { Description: 'x', KeyId: 'alias/mine' }))).toEqual(
        aliasUnsupported,
      );
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'UpdateKeyDescription', { KeyId, Description: 'x' });
    });
  });
});
