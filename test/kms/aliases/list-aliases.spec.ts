import { refusal } from '../../support/api-clients.ts';
import { invalid } from '../key-behaviour.ts';
import { newAccount, region, titled } from '../kms-account.ts';
import { allow, otherAccount, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('ListAliases', () => {
  it('answers the aliases of all keys by name, page by page', async () => {
    const { KeyId } = await kms.createKey();
    for (const name of ['b', 'a', 'c']) await kms.call('CreateAlias', { AliasName: `alias/${name}`, KeyId });
    const first = await kms.call('ListAliases', { PageSize: 2 });
    const shown = (name: string) => ({
      AliasArn: `acs:kms:${region}:${kms.accountId}:alias/${name}`,
      AliasName: `alias/${name}`,
      KeyId,
    });
    expect(first).toEqual({
      RequestId: expect.any(String),
      Aliases: { Alias: [shown('a'), shown('b')] },
      PageNumber: 1,
      PageSize: 2,
      TotalCount: 3,
    });
    expect((await kms.call('ListAliases', { PageSize: 2, PageNumber: 2 })).Aliases.Alias).toEqual([shown('c')]);
    const other = await otherAccount(kms);
    expect((await other.call('ListAliases')).TotalCount).toBe(0);
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PageSize', '101'],
        ['PageNumber', '0'],
      ]),
    )('%s', async (_, name, value) => {
      expect(await refusal(kms.call('ListAliases', { [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the container of aliases', async () => {
      const user = await ramUser(kms, [allow('kms:ListAliases', 'acs:kms:*:*:key')]);
      expect((await refusal(user.call('ListAliases'))).code).toBe('Forbidden.NoPermission');
      const allowed = await ramUser(kms, [allow('kms:ListAliases', 'acs:kms:*:*:alias')]);
      await allowed.call('ListAliases');
    });
  });
});
