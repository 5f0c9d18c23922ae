import { refusal } from '../../support/api-clients.ts';
import { allow, ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('GetDefaultKmsInstance', () => {
  it('answers the one instance of the account in the region', async () => {
    const { DefaultKmsInstanceId } = await kms.call('GetDefaultKmsInstance');
    expect(DefaultKmsInstanceId).toMatch(/^kst-[0-9a-f]{20}$/);
    expect((await kms.call('GetDefaultKmsInstance')).DefaultKmsInstanceId).toBe(DefaultKmsInstanceId);
    const elsewhere = await kms.call('GetDefaultKmsInstance', { RegionId: 'cn-beijing' });
    expect(elsewhere.DefaultKmsInstanceId).not.toBe(DefaultKmsInstanceId);
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('GetDefaultKmsInstance'))).code).toBe('Forbidden.NoPermission');
    });
  });
});
