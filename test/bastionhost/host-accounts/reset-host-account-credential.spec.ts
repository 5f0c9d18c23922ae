import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { inBase64, newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ResetHostAccountCredential', () => {
  let bastion: BastionAccount;
  let hostId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    hostId = await bastion.host();
  });

  const reset = (HostAccountId: string, CredentialType: string) =>
    bastion.call('ResetHostAccountCredential', { HostAccountId, CredentialType });
  const get = async (HostAccountId: string) => (await bastion.call('GetHostAccount', { HostAccountId })).HostAccount;

  async function complete(name: string): Promise<string> {
    const PrivateKey = inBase64((await generateSshKeyPair('ed25519')).privateKey.reveal());
    const [HostShareKeyId] = await bastion.shareKey(name);
    return bastion.account(hostId, name, { Password: 'Reset-1', PrivateKey, HostShareKeyId });
  }

  it('removes the password and leaves the keys; once more changes nothing', async () => {
    const id = await complete('password');
    for (const _ of [1, 2]) {
      await reset(id, 'Password');
      await expect(get(id)).resolves.toMatchObject({
        HasPassword: false,
        PrivateKeyFingerprint: expect.any(String),
        HostShareKeyId: expect.any(String),
      });
    }
  });

  it('removes the private key and leaves the password and the shared key', async () => {
    const id = await complete('key');
    await reset(id, 'PrivateKey');
    const account = await get(id);
    expect(account).toMatchObject({ HasPassword: true, HostShareKeyName: 'key' });
    expect(account).not.toHaveProperty('PrivateKeyFingerprint');
  });

  it.each(['Password', 'PrivateKey'])(
    'drops the link to KMS (%s), and the secret can be imported again',
    async (type) => {
      const [instance, name] = [`i-${type.toLowerCase()}`, `acs/ecs/reset-${type}`];
      const ecs = await bastion.ecsHost(instance);
      await bastion.passwordSecret(name, instance);
      await bastion.importSecret(ecs, name);
      const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: ecs });
      const { HostAccountId } = HostAccounts[0];
      await reset(HostAccountId, type);
      const account = await get(HostAccountId);
      expect(account).toMatchObject({ HostAccountName: 'root', HasPassword: false, CredentialSource: 'Local' });
      expect(Object.keys(account).filter((member) => member.startsWith('Kms'))).toEqual([]);
      await bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'mine', Password: 'Local-1' });
      await expect(bastion.importSecret(ecs, name)).resolves.toMatchObject({ Code: '200' });
    },
  );

  it.each([
    ['no account', { HostAccountId: undefined }, 'MissingHostAccountId', 400],
    ['no type', { CredentialType: undefined }, 'MissingCredentialType', 400],
    ['another type', { CredentialType: 'SharedKey' }, 'InvalidParameter', 400],
    ['an unknown account', {}, 'HostAccountNotFound', 404],
  ])('refuses %s', async (_, parameters, code, status) => {
    const request = { HostAccountId: '999999', CredentialType: 'Password', ...parameters };
    await expect(refusal(bastion.call('ResetHostAccountCredential', request))).resolves.toMatchObject({ code, status });
  });
});
