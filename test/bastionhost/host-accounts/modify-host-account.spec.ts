import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import { generateSshKeyPair, parsePublicKey } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { region } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Accounts } from '../../../src/identity/identity.api.ts';

describe('ModifyHostAccount', () => {
  let bastion: BastionApplication;
  let hostId: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    hostId = await bastion.host();
  });
  afterAll(() => bastion.stop());

  const get = async (HostAccountId: string) => (await bastion.call('GetHostAccount', { HostAccountId })).HostAccount;

  /** The credential that the broker would log on with. */
  async function credential(HostAccountId: string) {
    const { HostAccountName, HostId } = await get(HostAccountId);
    const userId = await bastion.user(`user${HostAccountId}`);
    await bastion.attach(userId, HostId, [HostAccountId]);
    const accountId = bastion.app.get(Accounts).primaryAccountId();
    const user = { accountId, region, instanceId: bastion.instanceId, userId, userName: `user${HostAccountId}` };
    return (await bastion.app.get(ConnectionPermits).issue(user, { account: HostAccountName, host: HostId }))
      ?.credential;
  }

  describe('answers', () => {
    it('and renames the account', async () => {
      const HostAccountId = await bastion.account(hostId, 'old', { Password: 'Kept-1' });
      await bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'new' });
      await expect(get(HostAccountId)).resolves.toMatchObject({ HostAccountName: 'new', HasPassword: true });
      const kept = await credential(HostAccountId);
      expect(kept?.kind === 'local' && kept.password?.reveal()).toBe('Kept-1');
    });

    it('also of an account whose name would no longer be accepted, and keeps that name', async () => {
      const HostAccountId = await bastion.account(hostId, 'odd');
      await bastion.app.database.dataSource.query(
        `update bastion_host_accounts set account_name = 'odd\u200b' where id = $1`,
        [HostAccountId],
      );
      const kept = { HostAccountId, HostAccountName: 'odd\u200b' };
      await bastion.call('ModifyHostAccount', { ...kept, Password: 'New-1' });
      await expect(get(HostAccountId)).resolves.toMatchObject({ ...kept, HasPassword: true });
      const another = bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'odd ' });
      await expect(refusal(another)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      await bastion.call('DeleteHostAccount', { HostAccountId });
    });

    it('and replaces the password, leaving the key', async () => {
      const pair = await generateSshKeyPair('ed25519');
      const PrivateKey = Buffer.from(pair.privateKey.reveal()).toString('base64');
      const HostAccountId = await bastion.account(hostId, 'both', { PrivateKey });
      await bastion.call('ModifyHostAccount', { HostAccountId, Password: 'New-Password-1' });
      const changed = await credential(HostAccountId);
      expect(changed?.kind === 'local' && changed.password?.reveal()).toBe('New-Password-1');
      expect(changed?.kind === 'local' && changed.privateKey?.reveal()).toBe(pair.privateKey.reveal());
    });

    it('and replaces the key and its fingerprint', async () => {
      const HostAccountId = await bastion.account(hostId, 'key');
      const pair = await generateSshKeyPair('ed25519');
      const PrivateKey = Buffer.from(pair.privateKey.reveal()).toString('base64');
      await bastion.call('ModifyHostAccount', { HostAccountId, PrivateKey });
      await expect(get(HostAccountId)).resolves.toMatchObject({
        PrivateKeyFingerprint: parsePublicKey(pair.publicKey).fingerprintMd5,
      });
    });

    it('and gives the account a shared key, or takes it away', async () => {
      const HostAccountId = await bastion.account(hostId, 'sharing', { Password: 'Own-1' });
      const [HostShareKeyId] = await bastion.shareKey('web');
      await bastion.call('ModifyHostAccount', { HostAccountId, HostShareKeyId });
      await bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'shared' });
      await expect(get(HostAccountId)).resolves.toMatchObject({ HostShareKeyId, HostShareKeyName: 'web' });
      await bastion.call('ModifyHostAccount', { HostAccountId, HostShareKeyId: '' });
      const after = await get(HostAccountId);
      expect(after).toMatchObject({ HasPassword: true });
      expect(after).not.toHaveProperty('HostShareKeyId');
    });

    it('and notes that it is privileged', async () => {
      const HostAccountId = await bastion.account(hostId, 'noted', { RotationMode: 'Privileged' });
      await bastion.call('ModifyHostAccount', { HostAccountId, PrivilegeType: 'Privileged' });
      await expect(get(HostAccountId)).resolves.toMatchObject({
        PrivilegeType: 'Privileged',
        RotationMode: 'Privileged',
      });
    });

    it('of two changes at once to both', async () => {
      const HostAccountId = await bastion.account(hostId, 'two-at-once');
      await Promise.all([
        bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'both-at-once' }),
        bastion.call('ModifyHostAccount', { HostAccountId, Password: 'New-1' }),
      ]);
      await expect(get(HostAccountId)).resolves.toMatchObject({ HostAccountName: 'both-at-once', HasPassword: true });
    });

    it('and renames an account of a secret without changing the secret', async () => {
      const host = await bastion.ecsHost('i-rename');
      await bastion.passwordSecret('acs/ecs/rename', 'i-rename');
      await bastion.importSecret(host, 'acs/ecs/rename');
      const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: host });
      const { HostAccountId } = HostAccounts[0];
      await bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'admin' });
      await expect(get(HostAccountId)).resolves.toMatchObject({ HostAccountName: 'admin', CredentialSource: 'KMS' });
    });
  });

  describe('refuses state', () => {
    it('another credential for an account of a secret', async () => {
      const host = await bastion.ecsHost('i-kms');
      await bastion.passwordSecret('acs/ecs/kms', 'i-kms');
      await bastion.importSecret(host, 'acs/ecs/kms');
      const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: host });
      const { HostAccountId } = HostAccounts[0];
      const [HostShareKeyId] = await bastion.shareKey('not-for-kms');
      for (const change of [{ Password: 'Local-1' }, { PrivateKey: 'AAAA' }, { PassPhrase: 'x' }, { HostShareKeyId }]) {
        const modify = bastion.call('ModifyHostAccount', { HostAccountId, ...change });
        await expect(refusal(modify)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      }
      await expect(get(HostAccountId)).resolves.toMatchObject({ CredentialSource: 'KMS' });
    });

    it('a name that the host already has', async () => {
      await bastion.account(hostId, 'taken');
      const HostAccountId = await bastion.account(hostId, 'free');
      const modify = bastion.call('ModifyHostAccount', { HostAccountId, HostAccountName: 'taken' });
      await expect(refusal(modify)).resolves.toMatchObject({ code: 'HostAccountAlreadyExists', status: 400 });
    });

    it('an unknown shared key', async () => {
      const HostAccountId = await bastion.account(hostId, 'without-key');
      const modify = bastion.call('ModifyHostAccount', { HostAccountId, HostShareKeyId: '999999' });
      await expect(refusal(modify)).resolves.toMatchObject({ code: 'HostShareKeyNotFound', status: 404 });
    });

    it('an unknown account', async () => {
      const modify = bastion.call('ModifyHostAccount', { HostAccountId: '999999', HostAccountName: 'x' });
      await expect(refusal(modify)).resolves.toMatchObject({ code: 'HostAccountNotFound', status: 404 });
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no account', { HostAccountId: undefined }, 'MissingHostAccountId'],
      ['a passphrase without its key', { PassPhrase: 'x' }, 'InvalidParameter'],
      ['an invalid key', { PrivateKey: 'AAAA' }, 'InvalidParameter'],
      ['another protocol', { ProtocolName: 'RDP' }, 'InvalidParameter'],
      ['a name for the id of a shared key', { HostShareKeyId: 'web' }, 'InvalidParameter'],
    ])('%s', async (_, change, code) => {
      const HostAccountId = await bastion.account(hostId, `refused${Math.random()}`);
      const modify = bastion.call('ModifyHostAccount', { HostAccountId, ...change });
      await expect(refusal(modify)).resolves.toMatchObject({ code, status: 400 });
    });
  });
});
