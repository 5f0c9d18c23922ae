import type { ConnectableFilter } from '../../../src/bastionhost/bastionhost.api.ts';
import { ConnectableAccounts } from '../../../src/bastionhost/connectable-accounts.api.ts';
import type { Members } from '../../support/api-clients.ts';
import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import { region } from '../bastion-account.ts';
import { grantInEveryWay } from './grant-in-every-way.ts';
import { BastionApplication } from '../bastion-application.ts';

const firstPage = { offset: 0, limit: 20 };

describe('what a user can connect to', () => {
  let bastion: BastionApplication;
  let count = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const newUser = () => bastion.user(`user${(count += 1)}`);
  const list = (userId: string, filter: Partial<ConnectableFilter> = {}) => {
    const { accountId, instanceId } = bastion.listener;
    return bastion.app.get(ConnectableAccounts).list({ accountId, instanceId, userId }, { ...firstPage, ...filter });
  };
  const namesOf = async (userId: string, filter: Partial<ConnectableFilter> = {}) => {
    const { rows, total } = await list(userId, filter);
    return { total, names: rows.map(({ hostName, accountName }) => `${accountName}@${hostName}`) };
  };

  async function granted(userId: string, host: Members, accounts: readonly string[] = ['root'], parameters = {}) {
    const hostId = await bastion.host(host);
    const ids = [];
    for (const name of accounts) ids.push(await bastion.account(hostId, name, parameters));
    await bastion.attach(userId, hostId, ids);
    return { hostId, ids };
  }

  it('is each account with its host and the address that is dialled', async () => {
    const user = await newUser();
    const host = {
      HostName: 'app-01',
      Comment: 'orders',
      ActiveAddressType: 'Public',
      HostPublicAddress: '203.0.113.7',
    };
    const { hostId, ids } = await granted(user, host, ['root'], { Password: 'Target-1' });
    await bastion.call('ModifyHostsPort', { HostIds: [hostId], ProtocolName: 'SSH', Port: 2222 });
    const row = {
      hostId,
      hostName: 'app-01',
      address: '203.0.113.7',
      port: 2222,
      os: 'Linux',
      comment: 'orders',
      hostAccountId: ids[0],
      accountName: 'root',
      credentialKind: 'Held',
    };
    await expect(list(user)).resolves.toEqual({ rows: [row], total: 1 });
  });

  it('says which credentials have to be typed', async () => {
    const user = await newUser();
    await granted(user, {}, ['root']);
    await expect(list(user)).resolves.toMatchObject({ rows: [{ credentialKind: 'Typed' }] });
  });

  it('comes by host name in any case, then account name, in pages with the total', async () => {
    const user = await newUser();
    await granted(user, { HostName: 'beta' }, ['root', 'ops']);
    await granted(user, { HostName: 'Alpha' });
    const names = ['root@Alpha', 'ops@beta', 'root@beta'];
    await expect(namesOf(user)).resolves.toEqual({ total: 3, names });
    await expect(namesOf(user, { offset: 1, limit: 1 })).resolves.toEqual({ total: 3, names: names.slice(1, 2) });
    await expect(namesOf(user, { offset: 60 })).resolves.toEqual({ total: 3, names: [] });
  });

  it.each([
    ['a part of a host name', 'SHOP', ['ops@shop_1', 'root@shop_1']],
    ['a part of an address', '198.51.100.', ['root@bill-2']],
    ['a part of an account name', 'OPS', ['ops@shop_1']],
    ['a part of a comment', 'für KÄSE', ['root@bill-2']],
    ['no wildcard', '%', []],
    ['an underscore', 'p_1', ['ops@shop_1', 'root@shop_1']],
    ['no control character', 'shop\0', []],
  ])('is found by %s', async (_what, text, names) => {
    const user = await newUser();
    await granted(user, { HostName: 'shop_1' }, ['root', 'ops']);
    await granted(user, { HostName: 'bill-2', HostPrivateAddress: '198.51.100.9', Comment: 'Für Käse' });
    await expect(namesOf(user, { text })).resolves.toEqual({ total: names.length, names });
  });

  it('is nothing that is not granted, not valid any more, locked or for RDP', async () => {
    const [user, other] = [await newUser(), await newUser()];
    const { hostId, ids } = await granted(user, { HostName: 'mine' });
    const windows = await bastion.host({ HostName: 'windows', OSType: 'Windows' });
    await bastion.attach(user, windows, [await bastion.account(windows, 'admin', { ProtocolName: 'RDP' })]);
    await expect(namesOf(other)).resolves.toEqual({ total: 0, names: [] });
    await expect(namesOf(user)).resolves.toEqual({ total: 1, names: ['root@mine'] });
    await bastion.call('LockUsers', { UserIds: [user] });
    await expect(namesOf(user)).resolves.toEqual({ total: 0, names: [] });
    await bastion.call('UnlockUsers', { UserIds: [user] });
    const Hosts = [{ HostId: hostId, HostAccountIds: ids }];
    await bastion.call('DetachHostAccountsFromUser', { UserId: user, Hosts });
    await expect(namesOf(user)).resolves.toEqual({ total: 1, names: ['empty@mine'] });
    await bastion.call('DetachHostAccountsFromUser', { UserId: user, Hosts: [{ HostId: hostId }] });
    await expect(namesOf(user)).resolves.toEqual({ total: 0, names: [] });
  });

  it('is what permits are issued for, through every kind of grant', async () => {
    const [alone, locked, ...members] = [await newUser(), await newUser(), await newUser(), await newUser()];
    const hosts = await grantInEveryWay(bastion, { alone: [alone!, locked!], members });
    await bastion.call('LockUsers', { UserIds: [locked] });
    const permits = bastion.app.get(ConnectionPermits);
    const permitted = async (userId: string) => {
      const user = { ...bastion.listener, region, userId, userName: '' };
      const names: string[] = [];
      for (const { hostId, rootId, opsId } of hosts) {
        const issued = [
          ['root', await permits.issueForAccount(user, rootId)],
          ['ops', await permits.issueForAccount(user, opsId)],
          ['empty', await permits.issueForHost(user, hostId, 'empty')],
        ] as const;
        for (const [name, permit] of issued) if (permit) names.push(`${name}@${permit.hostName}`);
      }
      return names.sort();
    };
    const counts = [];
    for (const userId of [alone!, locked!, ...members]) {
      const { names } = await namesOf(userId, { limit: 100 });
      expect([...names].sort()).toEqual(await permitted(userId));
      counts.push(names.length);
    }
    expect(counts).toEqual([5, 0, 4, 4]);
  });

  it('has one row for an account that is granted in several ways', async () => {
    const user = await newUser();
    const { hostId } = await granted(user, { HostName: 'twice' });
    const UserGroupId = await bastion.userGroup('twice', [user]);
    const HostGroupId = await bastion.hostGroup('twice', [hostId]);
    const HostGroups = [{ HostGroupId, HostAccountNames: ['root'] }];
    await bastion.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
    await expect(namesOf(user)).resolves.toEqual({ total: 1, names: ['root@twice'] });
  });
});
