import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { password } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('DeleteUser', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  it('deletes the user with their keys and grants, and they cannot log on', async () => {
    const UserId = await bastion.user('alice');
    const PublicKey = Buffer.from((await generateSshKeyPair('ed25519')).publicKey).toString('base64');
    await bastion.call('CreateUserPublicKey', { UserId, PublicKeyName: 'laptop', PublicKey });
    const hostId = await bastion.host();
    await bastion.attach(UserId, hostId, [await bastion.account(hostId)]);

    await bastion.call('DeleteUser', { UserId });
    await expect(refusal(bastion.call('GetUser', { UserId }))).resolves.toMatchObject({ code: 'UserNotFound' });
    await expect(bastion.call('ListUserPublicKeys')).resolves.toMatchObject({ TotalCount: 0 });
    await expect(bastion.logOn('alice', password)).resolves.toBeUndefined();
    await expect(bastion.user('alice')).resolves.not.toBe(UserId);
  });

  it('refuses an unknown user with OBJECT_NOT_FOUND, for Terraform', async () => {
    const answer = await bastion.call('DeleteUser', { UserId: '999999' }).catch((error) => error);
    expect(answer).toMatchObject({ code: 'UserNotFound', data: { ErrorCode: 'OBJECT_NOT_FOUND' } });
  });

  it('refuses parameters: no user', async () => {
    await expect(refusal(bastion.call('DeleteUser'))).resolves.toMatchObject({ code: 'MissingUserId', status: 400 });
  });
});
