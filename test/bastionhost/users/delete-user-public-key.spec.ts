import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('DeleteUserPublicKey', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  it('removes the key, which no longer logs anybody on', async () => {
    const UserId = await bastion.user('alice');
    const { publicKey } = await generateSshKeyPair('ed25519');
    const key = { UserId, PublicKeyName: 'laptop', PublicKey: Buffer.from(publicKey).toString('base64') };
    const { PublicKeyId } = await bastion.call('CreateUserPublicKey', key);
    const login = () => bastion.logOn('alice', parsePublicKey(publicKey).blob);
    await expect(login()).resolves.toBeDefined();
    await bastion.call('DeleteUserPublicKey', { PublicKeyId });
    await expect(login()).resolves.toBeUndefined();
  });

  it('refuses an unknown key', async () => {
    await expect(refusal(bastion.call('DeleteUserPublicKey', { PublicKeyId: '999999' }))).resolves.toMatchObject({
      code: 'UserPublicKeyNotFound',
      status: 404,
    });
  });

  it('refuses parameters: no key', async () => {
    await expect(refusal(bastion.call('DeleteUserPublicKey'))).resolves.toMatchObject({ code: 'MissingPublicKeyId' });
  });
});
