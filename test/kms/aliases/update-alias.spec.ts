import { refusal } from '../../support/api-clients.ts';
import { expectUnknownKey, invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('UpdateAlias', () => {
  const other = async () => (await kms.createKey()).KeyId as string;

  describe('answers', () => {
    it('only the RequestId, and the alias names the other key', async () => {
      const [first, second] = [await other(), await other()];
      await kms.call('CreateAlias', { AliasName: 'alias/moves', KeyId: first });
      expect(await kms.call('UpdateAlias', { AliasName: 'alias/moves', KeyId: second })).toEqual({
        RequestId: expect.any(String),
      });
      expect((await kms.call('DescribeKey', { KeyId: 'alias/moves' })).KeyMetadata.KeyId).toBe(second);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['AliasName', 'app'],
        ['KeyId', 'a b'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('UpdateAlias', { AliasName: 'alias/x', KeyId: 'key-1', [name]: value }))).toEqual(
        invalid(name),
      );
    });
  });

  describe('refuses state', () => {
    it('an unknown alias', async () => {
      expect(await refusal(kms.call('UpdateAlias', { AliasName: 'alias/none', KeyId: await other() }))).toEqual({
        code: 'Forbidden.AliasNotFound',
        status: 404,
        message: 'The specified Alias is not found.',
      });
    });

    it('an unknown key, or another account’s', async () => {
      await kms.call('CreateAlias', { AliasName: 'alias/stays', KeyId: await other() });
      await expectUnknownKey(kms, 'UpdateAlias', { AliasName: 'alias/stays' });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      await kms.call('CreateAlias', { AliasName: 'alias/guarded', KeyId: await other() });
      const user = await ramUser(kms, [allow('kms:UpdateAlias', 'acs:kms:*:*:alias/*')]);
      const call = user.call('UpdateAlias', { AliasName: 'alias/guarded', KeyId: await other() });
      expect((await refusal(call)).code).toBe('Forbidden.NoPermission');
    });
  });
});
