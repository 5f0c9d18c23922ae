import { refusal } from '../../support/api-clients.ts';
import { allow, ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('OpenKmsService', () => {
  it('answers only the RequestId, however often', async () => {
    for (let n = 0; n < 2; n += 1) expect(await kms.call('OpenKmsService')).toEqual({ RequestId: expect.any(String) });
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('OpenKmsService'))).code).toBe('Forbidden.NoPermission');
    });
  });
});
