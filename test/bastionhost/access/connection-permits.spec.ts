import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import type { AuthenticatedUser } from '../../../src/bastionhost/bastionhost.api.ts';
import { Accounts } from '../../../src/identity/identity.api.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { region } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('a permit to connect', () => {
  let bastion: BastionApplication;
  let count = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    // What a host gives that is granted without an account: special-accounts.spec.ts.
    await bastion.call('ModifyInstanceSettings', { AllowEmptyAccount: 'false' });
  });
  afterAll(() => bastion.stop());

  const permit = (user: AuthenticatedUser, account: string, host: string) =>
    bastion.app.get(ConnectionPermits).issue(user, { account, host });

  async function newUser(parameters = {}): Promise<AuthenticatedUser> {
    const userName = `user${(count += 1)}`;
    const userId = await bastion.user(userName, parameters);
    const accountId = bastion.app.get(Accounts).primaryAccountId();
    return { accountId, region, instanceId: bastion.instanceId, userId, userName };
  }

  /** A user who may use `root` on a new host. */
  async function granted(host = {}, account = {}) {
    const user = await newUser();
    const hostId = await bastion.host(host);
    const hostAccountId = await bastion.account(hostId, 'root', account);
    await bastion.attach(user.userId, hostId, [hostAccountId]);
    return { user, hostId, hostAccountId };
  }

  describe('is issued', () => {
    it('for a granted account, whether the host is named by name, address or id', async () => {
      const place = { HostName: 'app-01', HostPrivateAddress: '10.9.0.1', HostPublicAddress: 'app-01.example.com' };
      const { user, hostId, hostAccountId } = await granted(place, { Password: 'Target-1' });
      for (const host of ['app-01', '10.9.0.1', 'app-01.example.com', hostId]) {
        await expect(permit(user, 'root', host)).resolves.toMatchObject({
          user,
          hostId,
          hostName: 'app-01',
          address: '10.9.0.1',
          port: 22,
          hostAccountId,
          hostAccountName: 'root',
          grantedBy: 'Direct',
        });
      }
    });

    it('for a host in its exact spelling first, else in any case where that means one host', async () => {
      const { user, hostId } = await granted({ HostName: 'Shop', HostPublicAddress: 'Shop.Example.com' });
      for (const host of ['Shop', 'shop', 'SHOP', 'shop.example.com']) {
        await expect(permit(user, 'root', host)).resolves.toMatchObject({ hostId });
      }
      const lower = await bastion.host({ HostName: 'shop' });
      await bastion.attach(user.userId, lower, [await bastion.account(lower, 'root')]);
      await expect(permit(user, 'root', 'Shop')).resolves.toMatchObject({ hostId });
      await expect(permit(user, 'root', 'shop')).resolves.toMatchObject({ hostId: lower });
      await expect(permit(user, 'root', 'SHOP')).resolves.toBeUndefined();
    });

    it('for a host that is named by its ECS instance', async () => {
      const user = await newUser();
      const hostId = await bastion.ecsHost('i-bp1named');
      await bastion.attach(user.userId, hostId, [await bastion.account(hostId, 'root')]);
      for (const host of ['i-bp1named', 'I-BP1NAMED']) {
        await expect(permit(user, 'root', host)).resolves.toMatchObject({ hostId });
      }
      const impostor = await bastion.host({ HostName: 'i-bp1named' });
      await bastion.attach(user.userId, impostor, [await bastion.account(impostor, 'root')]);
      await expect(permit(user, 'root', 'i-bp1named')).resolves.toBeUndefined();
    });

    it('for an account of a domain', async () => {
      const { user, hostId } = await granted();
      for (const name of ['svc@corp.example', 'CORP\\jdoe']) {
        await bastion.attach(user.userId, hostId, [await bastion.account(hostId, name)]);
        await expect(permit(user, name, hostId)).resolves.toMatchObject({ hostAccountName: name });
      }
    });

    it('with the address and port that are dialled', async () => {
      const { user, hostId } = await granted({ ActiveAddressType: 'Public', HostPublicAddress: '203.0.113.9' });
      await bastion.call('ModifyHostsPort', { HostIds: [hostId], ProtocolName: 'SSH', Port: 2200 });
      await expect(permit(user, 'root', hostId)).resolves.toMatchObject({ address: '203.0.113.9', port: 2200 });
    });

    it('with the reference to a secret, and nothing of its value', async () => {
      const user = await newUser();
      const hostId = await bastion.ecsHost('i-permit');
      await bastion.passwordSecret('acs/ecs/permit', 'i-permit');
      await bastion.importSecret(hostId, 'acs/ecs/permit');
      const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: hostId });
      await bastion.attach(user.userId, hostId, [HostAccounts[0].HostAccountId]);
      const issued = await permit(user, 'root', hostId);
      expect(issued?.credential).toEqual({
        kind: 'kms',
        secretName: 'acs/ecs/permit',
        secretRegion: region,
        instanceId: 'i-permit',
      });
    });

    it('with the local credential, which is redacted when printed', async () => {
      const { privateKey } = await generateSshKeyPair('ed25519');
      const PrivateKey = Buffer.from(privateKey.reveal()).toString('base64');
      const { user, hostId } = await granted({}, { Password: 'Target-2', PrivateKey });
      const issued = await permit(user, 'root', hostId);
      expect(issued?.credential.kind).toBe('local');
      if (issued?.credential.kind !== 'local') return;
      expect(issued.credential.password?.reveal()).toBe('Target-2');
      expect(issued.credential.privateKey?.reveal()).toBe(privateKey.reveal());
      expect(issued.credential.passphrase).toBeUndefined();
      expect(JSON.stringify(issued)).not.toContain('Target-2');
    });

    it('with no credential for an account that has none', async () => {
      const { user, hostId } = await granted();
      await expect(permit(user, 'root', hostId)).resolves.toMatchObject({ credential: { kind: 'none' } });
    });
  });

  describe('through groups', () => {
    const detachable = ['a user', 'a user group'].flatMap((grantee) =>
      ['a host account', 'a name in a host group'].map((asset) => [asset, grantee] as const),
    );

    /** A user in a group, and a host with two accounts in a group. */
    async function grouped() {
      const user = await newUser();
      const hostId = await bastion.host();
      const [hostAccountId] = [await bastion.account(hostId, 'root'), await bastion.account(hostId, 'deploy')];
      const UserGroupId = await bastion.userGroup(`users-${count}`, [user.userId]);
      const HostGroupId = await bastion.hostGroup(`hosts-${count}`, [hostId]);
      return { user, hostId, hostAccountId, UserGroupId, HostGroupId };
    }

    type Grouped = Awaited<ReturnType<typeof grouped>>;

    function change(verb: 'Attach' | 'Detach', asset: string, grantee: string, it: Grouped) {
      const preposition = verb === 'Attach' ? 'To' : 'From';
      const [kind, named] =
        grantee === 'a user' ? ['User', { UserId: it.user.userId }] : ['UserGroup', { UserGroupId: it.UserGroupId }];
      const Hosts = [{ HostId: it.hostId, HostAccountIds: [it.hostAccountId] }];
      const HostGroups = [{ HostGroupId: it.HostGroupId, HostAccountNames: ['root', 'nobody'] }];
      return asset === 'a host account'
        ? bastion.call(`${verb}HostAccounts${preposition}${kind}`, { ...named, Hosts })
        : bastion.call(`${verb}HostGroupAccounts${preposition}${kind}`, { ...named, HostGroups });
    }

    it.each(detachable)('is issued while %s is granted to %s, and for no other account', async (asset, grantee) => {
      const it = await grouped();
      await expect(permit(it.user, 'root', it.hostId)).resolves.toBeUndefined();
      await change('Attach', asset, grantee, it);
      await expect(permit(it.user, 'root', it.hostId)).resolves.toMatchObject({
        hostAccountId: it.hostAccountId,
        grantedBy: grantee === 'a user' ? 'Direct' : 'UserGroup',
      });
      await expect(permit(it.user, 'deploy', it.hostId)).resolves.toBeUndefined();
      await expect(permit(await newUser(), 'root', it.hostId)).resolves.toBeUndefined();
      await change('Detach', asset, grantee, it);
      await expect(permit(it.user, 'root', it.hostId)).resolves.toBeUndefined();
    });

    it('ends with the membership of the user, of the host, and with either group', async () => {
      const ends: ((it: Grouped) => Promise<unknown>)[] = [
        ({ UserGroupId, user }) => bastion.call('RemoveUsersFromGroup', { UserGroupId, UserIds: [user.userId] }),
        ({ HostGroupId, hostId }) => bastion.call('RemoveHostsFromGroup', { HostGroupId, HostIds: [hostId] }),
        ({ UserGroupId }) => bastion.call('DeleteUserGroup', { UserGroupId }),
        ({ HostGroupId }) => bastion.call('DeleteHostGroup', { HostGroupId }),
      ];
      for (const end of ends) {
        const it = await grouped();
        await change('Attach', 'a name in a host group', 'a user group', it);
        await expect(permit(it.user, 'root', it.hostId)).resolves.toBeDefined();
        await end(it);
        await expect(permit(it.user, 'root', it.hostId)).resolves.toBeUndefined();
      }
    });

    it('is one permit where several grants give access, and stays when one of them is taken away', async () => {
      const it = await grouped();
      for (const [asset, grantee] of detachable) await change('Attach', asset, grantee, it);
      await expect(permit(it.user, 'root', it.hostId)).resolves.toMatchObject({ grantedBy: 'Direct' });
      await change('Detach', 'a host account', 'a user', it);
      await change('Detach', 'a name in a host group', 'a user', it);
      await expect(permit(it.user, 'root', it.hostId)).resolves.toMatchObject({ grantedBy: 'UserGroup' });
    });

    it('is issued for a host, and for an account, that came after the grant', async () => {
      const it = await grouped();
      await change('Attach', 'a name in a host group', 'a user group', it);
      const later = await bastion.host();
      await bastion.call('AddHostsToGroup', { HostGroupId: it.HostGroupId, HostIds: [later] });
      await expect(permit(it.user, 'nobody', later)).resolves.toBeUndefined();
      const hostAccountId = await bastion.account(later, 'nobody');
      await expect(permit(it.user, 'nobody', later)).resolves.toMatchObject({ hostAccountId });
    });
  });

  describe('is not issued', () => {
    it('for an unknown host, an unknown account, or one that is not granted', async () => {
      const { user, hostId } = await granted();
      await bastion.account(hostId, 'deploy');
      const other = await bastion.host({ HostName: 'secret-host' });
      await bastion.account(other, 'root');
      const targets: [string, string][] = [
        ['root', 'no-such-host'],
        ['nobody', hostId],
        ['deploy', hostId],
        ['root', 'secret-host'],
        ['root', other],
        ['ROOT', hostId],
        ['root', ''],
        ['', hostId],
        ['root', 'a\0b'],
        ['root\n', hostId],
        ['root', '%'],
        ['root', '9'.repeat(40)],
      ];
      for (const [account, host] of targets) await expect(permit(user, account, host)).resolves.toBeUndefined();
    });

    it('for a host that is granted without its accounts', async () => {
      const user = await newUser();
      const hostId = await bastion.host();
      await bastion.account(hostId);
      await bastion.attach(user.userId, hostId);
      await expect(permit(user, 'root', hostId)).resolves.toBeUndefined();
    });

    it("for a name that two of the user's hosts share, though not for one shared with a host of others", async () => {
      const { user, hostId } = await granted({ HostName: 'same' });
      const stranger = await bastion.host({ HostName: 'same' });
      const strangersRoot = await bastion.account(stranger, 'root');
      await expect(permit(user, 'root', 'same')).resolves.toMatchObject({ hostId });
      await bastion.attach(user.userId, stranger, [strangersRoot]);
      await expect(permit(user, 'root', 'same')).resolves.toBeUndefined();
      await expect(permit(user, 'root', stranger)).resolves.toMatchObject({ hostId: stranger });
    });

    it("for a name that is the id of another of the user's hosts", async () => {
      const { user, hostId } = await granted();
      const impostor = await bastion.host({ HostName: hostId });
      await bastion.attach(user.userId, impostor, [await bastion.account(impostor, 'root')]);
      await expect(permit(user, 'root', hostId)).resolves.toBeUndefined();
    });

    it('after the grant was taken away, or the user deleted', async () => {
      const first = await granted();
      const Hosts = [{ HostId: first.hostId, HostAccountIds: [first.hostAccountId] }];
      await bastion.call('DetachHostAccountsFromUser', { UserId: first.user.userId, Hosts });
      await expect(permit(first.user, 'root', first.hostId)).resolves.toBeUndefined();
      const second = await granted();
      await bastion.call('DeleteUser', { UserId: second.user.userId });
      await expect(permit(second.user, 'root', second.hostId)).resolves.toBeUndefined();
    });

    it("after the user's validity has ended", async () => {
      const end = Math.floor(bastion.app.clock.now().getTime() / 1000) + 60;
      const user = await newUser({ EffectiveEndTime: end });
      const hostId = await bastion.host();
      await bastion.attach(user.userId, hostId, [await bastion.account(hostId)]);
      await expect(permit(user, 'root', hostId)).resolves.toBeDefined();
      bastion.app.clock.advance(61_000);
      await expect(permit(user, 'root', hostId)).resolves.toBeUndefined();
    });

    it('for an account that does not speak SSH', async () => {
      const user = await newUser();
      const hostId = await bastion.host({ OSType: 'Windows' });
      await bastion.attach(user.userId, hostId, [await bastion.account(hostId, 'admin', { ProtocolName: 'RDP' })]);
      await expect(permit(user, 'admin', hostId)).resolves.toBeUndefined();
    });

    it('for a sealed credential that was moved to another row', async () => {
      const { user, hostId } = await granted({}, { Password: 'Target-3' });
      const other = await granted({}, { Password: 'Target-4' });
      await bastion.app.database.dataSource.query(
        `update bastion_host_accounts set sealed_password =
           (select sealed_password from bastion_host_accounts where id = $1) where host_id = $2`,
        [other.hostAccountId, hostId],
      );
      await expect(permit(user, 'root', hostId)).rejects.toThrow('cannot be opened');
    });
  });
});
