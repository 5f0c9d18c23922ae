import { refusal } from '../../support/api-clients.ts';
import { KmsApplication } from '../kms-application.ts';
import { allow, ramUser } from '../ram-callers.ts';

describe('DescribeAccountKmsStatus', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  it('answers that KMS is there', async () => {
    expect((await kms.call('DescribeAccountKmsStatus')).AccountStatus).toBe('Enabled');
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('DescribeAccountKmsStatus'))).code).toBe('Forbidden.NoPermission');
    });
  });
});
