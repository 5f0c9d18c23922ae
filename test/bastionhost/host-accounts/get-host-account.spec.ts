import { refusal } from '../../support/api-clients.ts';
import { parsePublicKey } from '../../../src/ssh/keys.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('GetHostAccount', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  async function imported(name: string, hostId: string) {
    await expect(bastion.importSecret(hostId, name)).resolves.toMatchObject({ Code: '200' });
    const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: hostId });
    return HostAccounts.find(({ KmsSecretName }: { KmsSecretName: string }) => KmsSecretName === name);
  }

  describe('answers', () => {
    it('for an account of a password secret, naming the secret', async () => {
      const hostId = await bastion.ecsHost('i-password');
      await bastion.passwordSecret('acs/ecs/password', 'i-password');
      const { HostAccountId } = await imported('acs/ecs/password', hostId);
      const { HostAccount } = await bastion.call('GetHostAccount', { HostAccountId });
      expect(HostAccount).toMatchObject({
        HostAccountName: 'root',
        HasPassword: true,
        CredentialSource: 'KMS',
        KmsSecretName: 'acs/ecs/password',
        KmsSecretType: 'ECS',
      });
      expect(HostAccount).not.toHaveProperty('PrivateKeyFingerprint');
    });

    it('for an account of a key-pair secret, with the fingerprint', async () => {
      const hostId = await bastion.ecsHost('i-key');
      const publicKey = await bastion.keySecret('acs/ecs/key', 'i-key', 'deploy');
      const { HostAccountId } = await imported('acs/ecs/key', hostId);
      const { HostAccount } = await bastion.call('GetHostAccount', { HostAccountId });
      expect(HostAccount).toMatchObject({
        HostAccountName: 'deploy',
        HasPassword: false,
        PrivateKeyFingerprint: parsePublicKey(publicKey).fingerprintMd5,
      });
    });
  });

  it('refuses an unknown account', async () => {
    await expect(refusal(bastion.call('GetHostAccount', { HostAccountId: '999999' }))).resolves.toMatchObject({
      code: 'HostAccountNotFound',
      status: 404,
    });
  });

  it('refuses parameters: no account, or no id', async () => {
    await expect(refusal(bastion.call('GetHostAccount'))).resolves.toMatchObject({ code: 'MissingHostAccountId' });
    await expect(refusal(bastion.call('GetHostAccount', { HostAccountId: 'root' }))).resolves.toMatchObject({
      code: 'InvalidParameter',
    });
  });
});
