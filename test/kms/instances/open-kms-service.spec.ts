import { refusal } from '../../support/api-clients.ts';
import { KmsApplication } from '../kms-application.ts';
import { allow, ramUser } from '../ram-callers.ts';

describe('OpenKmsService', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  it('answers nothing but the RequestId, however often', async () => {
    for (let n = 0; n < 2; n += 1) expect(await kms.call('OpenKmsService')).toEqual({ RequestId: expect.any(String) });
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('OpenKmsService'))).code).toBe('Forbidden.NoPermission');
    });
  });
});
