import { refusal } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission } from '../ram-account.ts';

const ram = await newAccount();

describe('ListVirtualMFADevices', () => {
  it('answers that there are none', async () => {
    const { credentials } = await ram.newUser([allow('ram:ListVirtualMFADevices')]);
    for (const by of [undefined, credentials])
      expect(await ram.call('ListVirtualMFADevices', {}, by)).toEqual({
        RequestId: expect.any(String),
        VirtualMFADevices: { VirtualMFADevice: [] },
      });
  });

  it('refuses a parameter, and a caller without permission', async () => {
    expect((await refusal(ram.call('ListVirtualMFADevices', { UserName: 'a' }))).code).toBe(
      'InvalidParameter.UserName',
    );
    const { credentials } = await ram.newUser();
    expect(await refusal(ram.call('ListVirtualMFADevices', {}, credentials))).toEqual(
      noPermission('ListVirtualMFADevices', ram.accountId, 'mfa/*'),
    );
  });
});
