import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('GetSecurityPreference', () => {
  it('answers that users may do no more than their policies say', async () => {
    const { credentials } = await ram.newUser([allow('ram:GetSecurityPreference')]);
    for (const by of [undefined, credentials])
      expect(await ram.call('GetSecurityPreference', {}, by)).toEqual({
        RequestId: expect.any(String),
        SecurityPreference: {
          LoginProfilePreference: { AllowUserToChangePassword: false, EnableSaveMFATicket: false },
          AccessKeyPreference: { AllowUserToManageAccessKeys: false },
          PublicKeyPreference: { AllowUserToManagePublicKeys: false },
          MFAPreference: { AllowUserToManageMFADevices: false },
        },
      });
  });

  it('refuses a parameter, and a caller without permission', async () => {
    expect((await refusal(ram.call('GetSecurityPreference', { UserName: 'a' }))).code).toBe(
      'InvalidParameter.UserName',
    );
    const { credentials } = await ram.newUser();
    expect(await refusal(ram.call('GetSecurityPreference', {}, credentials))).toEqual(
      noPermission('GetSecurityPreference', ram.accountId, '*'),
    );
  });
});
