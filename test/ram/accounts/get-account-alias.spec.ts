import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetAccountAlias', () => {
  it('answers that the account has none', async () => {
    const { credentials } = await ram.newUser([allow('ram:GetAccountAlias')]);
    for (const by of [undefined, credentials])
      expect(await ram.call('GetAccountAlias', {}, by)).toEqual({
        RequestId: expect.any(String),
        AccountAlias: '',
      });
  });

  it('refuses a parameter, and a caller without permission', async () => {
    expect((await refusal(ram.call('GetAccountAlias', { UserName: 'a' }))).code).toBe('InvalidParameter.UserName');
    const { credentials } = await ram.newUser();
    expect(await refusal(ram.call('GetAccountAlias', {}, credentials))).toEqual(
      noPermission('GetAccountAlias', ram.accountId, '*'),
    );
  });
});
