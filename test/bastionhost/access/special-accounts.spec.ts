import type { AuthenticatedUser } from '../../../src/bastionhost/bastionhost.api.ts';
import { ConnectableAccounts } from '../../../src/bastionhost/connectable-accounts.api.ts';
import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import type { Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('a host that is granted without an account', () => {
  let bastion: BastionApplication;
  let count = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  beforeEach(() => allow(true, true));
  afterAll(() => bastion.stop());

  const allow = (empty: boolean, self: boolean) =>
    bastion.call('ModifyInstanceSettings', { AllowEmptyAccount: String(empty), AllowSelfAccount: String(self) });
  const permits = () => bastion.app.get(ConnectionPermits);
  const lossOf = async (permit: Awaited<ReturnType<ConnectionPermits['issue']>>) =>
    (await permits().review([permit!]))[0]!.loss;

  async function newUser(parameters: Members = {}): Promise<AuthenticatedUser> {
    const userName = `user${(count += 1)}`;
    const userId = await bastion.user(userName, parameters);
    const { accountId, instanceId, region } = bastion.listener;
    return { accountId, region, instanceId, userId, userName };
  }

  const ofDirectory = () => ({ Source: 'LDAP', Password: undefined, SourceUserId: `cn=user${count + 1},dc=example` });

  async function granted(parameters: Members = {}) {
    const user = await newUser(parameters);
    const host = `host-${count}`;
    const hostId = await bastion.host({ HostName: host, HostPrivateAddress: `198.51.100.${count}` });
    await bastion.attach(user.userId, hostId);
    return { user, host, hostId };
  }

  const listed = async (user: AuthenticatedUser) => {
    const { rows } = await bastion.app.get(ConnectableAccounts).list(user, { offset: 0, limit: 9 });
    return rows.map(({ accountName, hostAccountId, credentialKind }) => ({
      accountName,
      hostAccountId,
      credentialKind,
    }));
  };
  const special = (accountName: string) => ({ accountName, hostAccountId: undefined, credentialKind: 'Typed' });

  const nobody = { hostAccountName: '', credential: { kind: 'none' } };
  const root = { hostAccountName: 'root', credential: { kind: 'none' } };

  it.each<[string | undefined, string, object]>([
    ['root', 'the account that is named', root],
    ['svc@corp.example', 'an account with an @', { ...root, hostAccountName: 'svc@corp.example' }],
    [undefined, 'an account that is still to be named', nobody],
    ['empty', 'an account that is still to be named', nobody],
    ['[empty]', 'an account that is still to be named', nobody],
  ])('is connected to by the name %j as %s', async (account, _, expected) => {
    const { user, host, hostId } = await granted();
    const permit = await permits().issue(user, { account, host });
    expect(permit).toMatchObject({ user, hostId, grantedBy: 'Direct', ...expected });
    expect(permit?.hostAccountId).toBeUndefined();
  });

  it.each([
    ['cannot be typed', 'a\u200bb'],
    ['is on two lines', 'a\nb'],
    ['stands for users of directories', 'self'],
  ])('is not connected to by a name that %s', async (_, account) => {
    const { user, host } = await granted();
    await expect(permits().issue(user, { account, host })).resolves.toBeUndefined();
  });

  it('is connected to by users of a directory as themselves, too', async () => {
    const { user, host, hostId } = await granted(ofDirectory());
    const self = { hostId, hostAccountName: user.userName, credential: { kind: 'self' } };
    await expect(permits().issue(user, { account: 'self', host })).resolves.toMatchObject(self);
    await expect(permits().issueForHost(user, hostId, '[self]')).resolves.toMatchObject(self);
    await expect(permits().issue(user, { host })).resolves.toMatchObject(nobody);
    expect(await listed(user)).toEqual([special('empty'), special('self')]);
    await allow(false, true);
    await expect(permits().issue(user, { host })).resolves.toMatchObject(self);
    expect(await listed(user)).toEqual([special('self')]);
  });

  it('is neither listed nor connected to where the settings do not allow it', async () => {
    const { user, host, hostId } = await granted(ofDirectory());
    await allow(false, false);
    for (const account of ['root', 'empty', 'self', undefined])
      await expect(permits().issue(user, { account, host })).resolves.toBeUndefined();
    await expect(permits().issueForHost(user, hostId, 'root')).resolves.toBeUndefined();
    expect(await listed(user)).toEqual([]);
  });

  it.each<[string, (user: AuthenticatedUser, hostId: string) => Promise<unknown>]>([
    [
      'to a user group',
      async (user, HostId) => {
        const UserGroupId = await bastion.userGroup(user.userName, [user.userId]);
        await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts: [{ HostId }] });
      },
    ],
    [
      'in a host group',
      async (user, hostId) => {
        const HostGroupId = await bastion.hostGroup(user.userName, [hostId]);
        await bastion.call('AttachHostGroupAccountsToUser', { UserId: user.userId, HostGroups: [{ HostGroupId }] });
      },
    ],
    ['by a rule', (user, HostId) => bastion.rule(user.userName, { UserIds: [user.userId], Hosts: [{ HostId }] })],
  ])('may be granted %s', async (_, grant) => {
    const user = await newUser();
    const hostId = await bastion.host({ HostName: user.userName });
    await expect(permits().issueForHost(user, hostId, 'root')).resolves.toBeUndefined();
    await grant(user, hostId);
    await expect(permits().issueForHost(user, hostId, 'root')).resolves.toMatchObject(root);
    expect(await listed(user)).toEqual([special('empty')]);
  });

  it('has no special account any more once one of its own is granted, and nobody loses what is open', async () => {
    const { user, host, hostId } = await granted(ofDirectory());
    const permit = await permits().issue(user, { account: 'root', host });
    const hostAccountId = await bastion.account(hostId, 'deploy');
    await bastion.attach(user.userId, hostId, [hostAccountId]);
    for (const account of ['root', 'empty', 'self'])
      await expect(permits().issue(user, { account, host })).resolves.toBeUndefined();
    await expect(permits().issue(user, { host })).resolves.toMatchObject({ hostAccountId });
    expect((await listed(user)).map(({ accountName }) => accountName)).toEqual(['deploy']);
    expect(await lossOf(permit)).toBeUndefined();
  });

  it('does not stand in for a host whose name is spelled exactly', async () => {
    const { user, hostId } = await granted();
    const upper = await bastion.host({ HostName: `HOST-${count}` });
    await bastion.attach(user.userId, upper, [await bastion.account(upper, 'root')]);
    await expect(permits().issue(user, { account: 'root', host: `host-${count}` })).resolves.toMatchObject({ hostId });
    await expect(permits().issue(user, { account: 'root', host: `HOST-${count}` })).resolves.toMatchObject({
      hostId: upper,
    });
    await expect(permits().issue(user, { account: 'root', host: `Host-${count}` })).resolves.toBeUndefined();
  });

  it.each<[string, string, (user: AuthenticatedUser, hostId: string) => Promise<unknown>]>([
    [
      'the host is withdrawn',
      'GrantWithdrawn',
      (user, HostId) => bastion.call('DetachHostAccountsFromUser', { UserId: user.userId, Hosts: [{ HostId }] }),
    ],
    ['the host is deleted', 'HostDeleted', (_, HostId) => bastion.call('DeleteHost', { HostId })],
    ['the setting is switched off', 'GrantWithdrawn', () => allow(false, false)],
    ['the user is locked', 'UserLocked', (user) => bastion.call('LockUsers', { UserIds: [user.userId] })],
  ])('is lost when %s', async (_, loss, end) => {
    const { user, hostId } = await granted(ofDirectory());
    const open = [
      await permits().issueForHost(user, hostId, 'root'),
      await permits().issueForHost(user, hostId, 'self'),
    ];
    for (const permit of open) expect(await lossOf(permit)).toBeUndefined();
    await end(user, hostId);
    for (const permit of open) expect(await lossOf(permit)).toBe(loss);
  });
});
