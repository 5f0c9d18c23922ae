import { refusal } from '../../support/api-clients.ts';
import { invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('DeleteAlias', () => {
  describe('answers', () => {
    it('only the RequestId, and the name is free again', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/goes', KeyId });
      expect(await kms.call('DeleteAlias', { AliasName: 'alias/goes' })).toEqual({ RequestId: expect.any(String) });
      await kms.call('CreateAlias', { AliasName: 'alias/goes', KeyId });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['AliasName', 'app'],
        ['AliasName', 'alias/%'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('DeleteAlias', { [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('an unknown alias', async () => {
      expect((await refusal(kms.call('DeleteAlias', { AliasName: 'alias/none' }))).code).toBe(
        'Forbidden.AliasNotFound',
      );
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/guarded', KeyId });
      const user = await ramUser(kms, [allow('kms:DeleteAlias', 'acs:kms:*:*:alias/*')]);
      const call = user.call('DeleteAlias', { AliasName: 'alias/guarded' });
      expect((await refusal(call)).code).toBe('Forbidden.NoPermission');
    });
  });
});
