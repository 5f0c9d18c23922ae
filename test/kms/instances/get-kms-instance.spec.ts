import { refusal } from '../../support/api-clients.ts';
import { invalid } from '../key-behaviour.ts';
import { newAccount, titled } from '../kms-account.ts';
import { allow, otherAccount, ramUser } from '../ram-callers.ts';

const kms = await newAccount();

describe('GetKmsInstance', () => {
  it('answers the one instance', async () => {
    const { DefaultKmsInstanceId: KmsInstanceId } = await kms.call('GetDefaultKmsInstance');
    const { KmsInstance } = await kms.call('GetKmsInstance', { KmsInstanceId });
    expect(KmsInstance).toMatchObject({ InstanceId: KmsInstanceId, Status: 'Connected' });
    const { KeyId, DKMSInstanceId } = await kms.createKey({ DKMSInstanceId: KmsInstanceId });
    expect(DKMSInstanceId).toBe(KmsInstanceId);
    const Filters = JSON.stringify([{ Key: 'DKMSInstanceId', Values: [KmsInstanceId] }]);
    expect((await kms.call('ListKeys', { Filters })).Keys.Key).toEqual([expect.objectContaining({ KeyId })]);
  });

  it('refuses any other instance, including that of another account', async () => {
    const other = await otherAccount(kms);
    const { DefaultKmsInstanceId: foreign } = await other.call('GetDefaultKmsInstance');
    for (const KmsInstanceId of ['kst-1', foreign])
      expect(await refusal(kms.call('GetKmsInstance', { KmsInstanceId }))).toEqual({
        code: 'Forbidden.DKMSInstanceNotFound',
        status: 403,
        message: 'The specified DKMS Instance is not found.',
      });
    expect((await refusal(kms.call('CreateKey', { DKMSInstanceId: foreign }))).code).toBe(
      'Forbidden.DKMSInstanceNotFound',
    );
  });

  describe('refuses parameters', () => {
    it.each(titled([['KmsInstanceId', 'a b']]))('%s', async (_, name, value) => {
      expect(await refusal(kms.call('GetKmsInstance', { [name]: value }))).toEqual(invalid(name));
    });
  });

  describe('refuses the caller', () => {
    it('without a permission', async () => {
      const user = await ramUser(kms, [allow('kms:Encrypt')]);
      expect((await refusal(user.call('GetKmsInstance', { KmsInstanceId: 'kst-1' }))).code).toBe(
        'Forbidden.NoPermission',
      );
    });
  });
});
