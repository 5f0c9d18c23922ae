import { refusal } from '../../support/api-clients.ts';
import { policyOf, ramUser } from '../ram-callers.ts';
import { newAccount } from '../kms-account.ts';

const kms = await newAccount();

describe('GetSecretPolicy', () => {
  const policy = policyOf({ Action: 'kms:*', Principal: { RAM: ['acs:ram::1234567890123456:root'] } });
  const notFound = { code: 'Forbidden.ResourceNotFound', status: 404, message: 'Policy not found.' };

  it('answers the policy, by its name or without it, also of a secret that is scheduled for deletion', async () => {
    const SecretName = await kms.createSecret({ Policy: policy });
    expect(await kms.call('GetSecretPolicy', { SecretName })).toMatchObject({ Policy: policy });
    await kms.call('DeleteSecret', { SecretName });
    expect(await kms.call('GetSecretPolicy', { SecretName, PolicyName: 'default' })).toMatchObject({ Policy: policy });
  });

  it('refuses parameters: no SecretName, or an invalid one', async () => {
    await expect(kms.call('GetSecretPolicy')).rejects.toMatchObject({ code: 'MissingParameter' });
    await expect(kms.call('GetSecretPolicy', { SecretName: 'a b' })).rejects.toMatchObject({
      code: 'InvalidParameter',
    });
  });

  it('refuses state: a secret that has no policy, another name, and an unknown secret', async () => {
    expect(await refusal(kms.call('GetSecretPolicy', { SecretName: await kms.createSecret() }))).toEqual(notFound);
    const SecretName = await kms.createSecret({ Policy: policy });
    expect(await refusal(kms.call('GetSecretPolicy', { SecretName, PolicyName: 'other' }))).toEqual(notFound);
    const missing = kms.call('GetSecretPolicy', { SecretName: 'nothing' });
    await expect(missing).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
  });

  it('refuses a caller whose policies do not allow it', async () => {
    const SecretName = await kms.createSecret({ Policy: policy });
    const user = await ramUser(kms, [{ Action: 'kms:GetSecretValue' }]);
    const call = user.kms.request('GetSecretPolicy', { SecretName });
    await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
  });
});
