import type { Members } from '../support/api-clients.ts';
import { newAccount, region, type BastionAccount } from './bastion-account.ts';

// What the provider alicloud 1.285 sends for its resources of groups and grants, and what it reads of the answers.

interface Refusal {
  readonly code: string;
  readonly data: Members;
}

interface Attachment {
  readonly attach: string;
  readonly detach: string;
  /** What it attaches, for one account or another. */
  readonly change: (account: 0 | 1) => Members;
  readonly read: string;
  readonly readBy: Members;
  /** Of the answer to `read`, what is attached. An empty list means that the resource is gone. */
  readonly attached: (answer: Members) => unknown[];
  readonly accounts: readonly [string, string];
}

describe("Terraform's provider", () => {
  let bastion: BastionAccount;
  let userId: string;
  let hostId: string;
  let userGroupId: string;
  let hostGroupId: string;
  let accounts: [string, string];

  beforeAll(async () => {
    bastion = await newAccount();
    userId = await bastion.user('alice');
    hostId = await bastion.host();
    accounts = [await bastion.account(hostId, 'root'), await bastion.account(hostId, 'deploy')];
    userGroupId = await bastion.userGroup('ops');
    hostGroupId = await bastion.hostGroup('web');
  });

  const send = (action: string, parameters: Members) => bastion.call(action, { RegionId: region, ...parameters });

  const refused = (action: string, parameters: Members): Promise<Refusal> =>
    send(action, parameters).then(
      () => Promise.reject(new Error(`${action} was not refused`)),
      (error: Refusal) => error,
    );

  it.each([['UserGroup'], ['HostGroup']])('creates, reads, changes, imports, lists and destroys a %s', async (kind) => {
    const [id, name] = [`${kind}Id`, `${kind}Name`];
    const created = await send(`Create${kind}`, { [name]: 'tf', Comment: 'by Terraform' });
    const key = { [id]: String(created[id]) };
    const read = async () => (await send(`Get${kind}`, key))[kind];
    await expect(read()).resolves.toMatchObject({ [name]: 'tf', Comment: 'by Terraform' });
    await send(`Modify${kind}`, { ...key, [name]: 'tf-2', Comment: 'by Terraform' });
    await send(`Modify${kind}`, { ...key, [name]: 'tf-2', Comment: 'changed' });
    await expect(read()).resolves.toMatchObject({ ...key, [name]: 'tf-2', Comment: 'changed' });

    const listed = await send(`List${kind}s`, { PageNumber: 1, PageSize: 50 });
    expect(listed[`${kind}s`]).toContainEqual({ ...key, [name]: 'tf-2', Comment: 'changed', MemberCount: 0 });

    await send(`Delete${kind}`, key);
    // A read drops the resource at any 404; a delete accepts the older code, wherever it stands.
    const gone = await refused(`Get${kind}`, key);
    expect(gone.code).toBe(`${kind}NotFound`);
    expect(JSON.stringify((await refused(`Delete${kind}`, key)).data)).toContain('OBJECT_NOT_FOUND');
  });

  it('creates, finds page by page and destroys a host_attachment', async () => {
    const change = { HostGroupId: hostGroupId, HostIds: [hostId] };
    await send('AddHostsToGroup', change);
    const page = (PageNumber: number) => send('ListHosts', { HostGroupId: hostGroupId, PageNumber, PageSize: 0 });
    expect((await page(1)).Hosts.map(({ HostId }: Members) => HostId)).toEqual([hostId]);
    await send('RemoveHostsFromGroup', change);
    await expect(page(1)).resolves.toMatchObject({ Hosts: [] });
    await expect(send('RemoveHostsFromGroup', change)).resolves.toMatchObject({ Results: [{ HostId: hostId }] });
  });

  it('creates, finds and destroys a user_attachment', async () => {
    const change = { UserGroupId: userGroupId, UserIds: [userId] };
    await send('AddUsersToGroup', change);
    const page = () => send('ListUsers', { UserGroupId: userGroupId, PageNumber: 1, PageSize: 50 });
    expect((await page()).Users.map(({ UserId }: Members) => UserId)).toEqual([userId]);
    await send('RemoveUsersFromGroup', change);
    await expect(page()).resolves.toMatchObject({ Users: [] });
    await expect(send('RemoveUsersFromGroup', change)).resolves.toMatchObject({ Results: [{ UserId: userId }] });
  });

  const ofHost = (grantee: string, named: () => Members): Attachment => ({
    attach: `AttachHostAccountsTo${grantee}`,
    detach: `DetachHostAccountsFrom${grantee}`,
    change: (account) => ({ ...named(), Hosts: [{ HostAccountIds: [accounts[account]], HostId: hostId }] }),
    read: `ListHostAccountsFor${grantee}`,
    get readBy() {
      return { ...named(), HostId: hostId };
    },
    attached: ({ HostAccounts }) =>
      HostAccounts.filter(({ IsAuthorized }: Members) => IsAuthorized === true).map(
        ({ HostAccountId }: Members) => HostAccountId,
      ),
    get accounts() {
      return accounts;
    },
  });

  const ofHostGroup = (grantee: string, named: () => Members): Attachment => ({
    attach: `AttachHostGroupAccountsTo${grantee}`,
    detach: `DetachHostGroupAccountsFrom${grantee}`,
    change: (account) => ({
      ...named(),
      HostGroups: [{ HostAccountNames: [['root', 'deploy'][account]], HostGroupId: hostGroupId }],
    }),
    read: `ListHostGroupAccountNamesFor${grantee}`,
    get readBy() {
      return { ...named(), HostGroupId: hostGroupId };
    },
    attached: ({ HostAccountNames }) => HostAccountNames,
    accounts: ['root', 'deploy'],
  });

  const user = () => ({ UserId: userId });
  const userGroup = () => ({ UserGroupId: userGroupId });

  it.each([
    ['host_account_user_attachment', ofHost('User', user)],
    ['host_account_user_group_attachment', ofHost('UserGroup', userGroup)],
    ['host_group_account_user_attachment', ofHostGroup('User', user)],
    ['host_group_account_user_group_attachment', ofHostGroup('UserGroup', userGroup)],
  ])('creates, reads, changes and destroys a %s', async (_, { attach, detach, change, read, ...attachment }) => {
    const attached = async () => attachment.attached(await send(read, attachment.readBy));
    await send(attach, change(0));
    await expect(attached()).resolves.toEqual([attachment.accounts[0]]);
    // A change detaches the former accounts, then attaches the new ones.
    await send(detach, change(0));
    await send(attach, change(1));
    await expect(attached()).resolves.toEqual([attachment.accounts[1]]);
    await send(detach, change(1));
    await expect(attached()).resolves.toEqual([]);
    await expect(send(detach, change(1))).resolves.toHaveProperty('Results');
  });
});
