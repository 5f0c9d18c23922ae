import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHostAccountsForUserGroup', () => {
  let bastion: BastionAccount;
  let UserGroupId: string;
  let HostId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    const alice = await bastion.user('alice');
    UserGroupId = await bastion.userGroup('ops', [alice]);
    HostId = await bastion.host();
    const root = await bastion.account(HostId, 'root');
    await bastion.attach(alice, HostId, [await bastion.account(HostId, 'deploy')]);
    const Hosts = [{ HostId, HostAccountIds: [root] }];
    await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts });
  });

  const list = async (parameters: Members = {}): Promise<[string, boolean][]> => {
    const asked = { UserGroupId, HostId, ...parameters };
    const { HostAccounts } = await bastion.call('ListHostAccountsForUserGroup', asked);
    return HostAccounts.map(({ HostAccountName, IsAuthorized }: Members) => [HostAccountName, IsAuthorized]);
  };

  it('answers with all accounts of the host, and which are attached to the group, not to its members', async () => {
    const all = [
      ['root', true],
      ['deploy', false],
    ];
    await expect(list()).resolves.toEqual(all);
    await expect(list({ HostAccountName: 'deploy' })).resolves.toEqual([all[1]]);
    await expect(list({ PageNumber: 2, PageSize: 1 })).resolves.toEqual([all[1]]);
    await expect(list({ HostId: '999999' })).resolves.toEqual([]);
  });

  it("does not show to a member what is attached to the group: it is not the member's own", async () => {
    const { Users } = await bastion.call('ListUsers', { UserGroupId });
    const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId: Users[0].UserId, HostId });
    expect(HostAccounts.map(({ IsAuthorized }: Members) => IsAuthorized)).toEqual([false, true]);
  });

  it.each([
    ['an unknown group', { UserGroupId: '999999' }, 'UserGroupNotFound'],
    ['no group', { UserGroupId: undefined }, 'MissingUserGroupId'],
    ['no host', { HostId: undefined }, 'MissingHostId'],
    ['a page size of 101', { PageSize: 101 }, 'InvalidParameter'],
  ])('refuses %s', async (_, parameters, code) => {
    await expect(refusal(list(parameters))).resolves.toMatchObject({ code });
  });
});
