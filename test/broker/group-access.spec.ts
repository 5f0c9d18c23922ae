import { join } from 'node:path';
import { openTerminal, type OpensshTerminal } from '../support/openssh-terminal.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, type Server } from './broker-under-test.ts';

const accountPassword = 'Account-password-1';

describeWithSshd('access through groups', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let number = 0;

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01', { accountPassword });
  });
  afterAll(() => broker.stop());

  /** A user in a group, the host in a group, and the account's name in that granted to the first. */
  async function engage() {
    const name = `user-${(number += 1)}`;
    const userId = await broker.engineer(name);
    const { UserGroupId } = await broker.bastionhost('CreateUserGroup', { UserGroupName: name });
    const { HostGroupId } = await broker.bastionhost('CreateHostGroup', { HostGroupName: name });
    await broker.bastionhost('AddUsersToGroup', { UserGroupId, UserIds: JSON.stringify([userId]) });
    await broker.bastionhost('AddHostsToGroup', { HostGroupId, HostIds: JSON.stringify([web.hostId]) });
    const HostGroups = JSON.stringify([{ HostGroupId, HostAccountNames: [account] }]);
    await broker.bastionhost('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
    return { name, userId, UserGroupId, HostGroupId, HostGroups };
  }

  type Engagement = Awaited<ReturnType<typeof engage>>;

  const loginOf = ({ name }: Engagement) => broker.login(`${name}@${account}@web-01`);

  async function openShell(engagement: Engagement): Promise<OpensshTerminal> {
    const options = [`ControlPath ${join(broker.client.folder, engagement.name)}`, 'ControlMaster yes'];
    const terminal = await openTerminal(broker.client, { ...loginOf(engagement), options });
    await terminal.shows(/\$ $/);
    return terminal;
  }

  it.each<[string, (engagement: Engagement) => Promise<unknown>]>([
    [
      'the user is taken out of the user group',
      ({ UserGroupId, userId }) =>
        broker.bastionhost('RemoveUsersFromGroup', { UserGroupId, UserIds: JSON.stringify([userId]) }),
    ],
    [
      'the host is taken out of the host group',
      ({ HostGroupId }) =>
        broker.bastionhost('RemoveHostsFromGroup', { HostGroupId, HostIds: JSON.stringify([web.hostId]) }),
    ],
    [
      'the name is detached from the user group',
      ({ UserGroupId, HostGroups }) =>
        broker.bastionhost('DetachHostGroupAccountsFromUserGroup', { UserGroupId, HostGroups }),
    ],
    ['the user group is deleted', ({ UserGroupId }) => broker.bastionhost('DeleteUserGroup', { UserGroupId })],
    ['the host group is deleted', ({ HostGroupId }) => broker.bastionhost('DeleteHostGroup', { HostGroupId })],
  ])('Z3: is there until %s: then an open connection ends and says why, and another does not', async (change, end) => {
    const [engagement, bystander] = [await engage(), await engage()];
    const [shell, other] = [await openShell(engagement), await openShell(bystander)];
    await end(engagement);
    const since = performance.now();
    await shell.shows(/sallyport: access to this host account was withdrawn\r\n/);
    expect(await shell.ended).toBe(255);
    const ended = performance.now() - since;
    process.stdout.write(`${change}: ended after ${ended.toFixed()} ms\n`);
    expect(ended).toBeLessThan(10_000);
    expect((await broker.client.ssh(loginOf(engagement), 'hostname')).status).not.toBe(0);
    expect((await broker.client.ssh(loginOf(bystander), 'hostname')).stdout.toString()).toBe('web-01\n');
    other.close();
  });

  it('Z3: is there until the account gets another name', async () => {
    const name = `user-${(number += 1)}`;
    const UserId = await broker.engineer(name);
    const HostId = await broker.localHost(name, web.sshd.port);
    const credential = { HostAccountName: account, ProtocolName: 'SSH', Password: accountPassword };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', { HostId, ...credential });
    const { HostGroupId } = await broker.bastionhost('CreateHostGroup', { HostGroupName: name });
    await broker.bastionhost('AddHostsToGroup', { HostGroupId, HostIds: JSON.stringify([HostId]) });
    const HostGroups = JSON.stringify([{ HostGroupId, HostAccountNames: [account] }]);
    await broker.bastionhost('AttachHostGroupAccountsToUser', { UserId, HostGroups });
    const shell = await openTerminal(broker.client, broker.login(`${name}@${account}@${name}`));
    await shell.shows(/\$ $/);
    await broker.bastionhost('ModifyHostAccount', { HostAccountId, HostAccountName: 'renamed' });
    await shell.shows(/sallyport: access to this host account was withdrawn\r\n/);
    expect(await shell.ended).toBe(255);
  });
});
