import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetPasswordPolicy', () => {
  it('answers that passwords have no requirements', async () => {
    const { credentials } = await ram.newUser([allow('ram:GetPasswordPolicy')]);
    for (const by of [undefined, credentials])
      expect(await ram.call('GetPasswordPolicy', {}, by)).toEqual({
        RequestId: expect.any(String),
        PasswordPolicy: {
          RequireLowercaseCharacters: false,
          RequireUppercaseCharacters: false,
          RequireNumbers: false,
          RequireSymbols: false,
          HardExpiry: false,
          MaxPasswordAge: 0,
          PasswordReusePrevention: 0,
          MaxLoginAttemps: 0,
        },
      });
  });

  it('refuses a parameter, and a caller without permission', async () => {
    expect((await refusal(ram.call('GetPasswordPolicy', { UserName: 'a' }))).code).toBe('InvalidParameter.UserName');
    const { credentials } = await ram.newUser();
    expect(await refusal(ram.call('GetPasswordPolicy', {}, credentials))).toEqual(
      noPermission('GetPasswordPolicy', ram.accountId, '*'),
    );
  });
});
