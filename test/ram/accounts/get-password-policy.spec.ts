import { refusal } from '../../support/api-clients.ts';
import { allow, noPermission, RamApplication } from '../ram-application.ts';

describe('GetPasswordPolicy', () => {
  let ram: RamApplication;
  beforeAll(async () => {
    ram = await RamApplication.start();
  });
  afterAll(() => ram.app.stop());

  it('answers that nothing is asked of a password', async () => {
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

  it('refuses a parameter, and the caller who may not', async () => {
    expect((await refusal(ram.call('GetPasswordPolicy', { UserName: 'a' }))).code).toBe('InvalidParameter.UserName');
    const { credentials } = await ram.newUser();
    expect(await refusal(ram.call('GetPasswordPolicy', {}, credentials))).toEqual(
      noPermission('GetPasswordPolicy', ram.accountId, '*'),
    );
  });
});
