import { refusal } from '../../support/api-clients.ts';
import { allow, ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('DescribeAccountKmsStatus', () => {
  it('answers that KMS is enabled', async () => {
    expect((await kms.call('DescribeAccountKmsStatus')).AccountStatus).toBe('Enabled');
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('DescribeAccountKmsStatus'))).code).toBe('Forbidden.NoPermission');
    });
  });
});
