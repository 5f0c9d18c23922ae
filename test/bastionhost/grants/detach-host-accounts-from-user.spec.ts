import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('DetachHostAccountsFromUser', () => {
  let bastion: BastionAccount;
  let UserId: string;
  let HostId: string;
  let root: string;
  let deploy: string;
  beforeAll(async () => {
    bastion = await newAccount();
    UserId = await bastion.user('alice');
  });
  beforeEach(async () => {
    HostId = await bastion.host();
    root = await bastion.account(HostId, 'root');
    deploy = await bastion.account(HostId, 'deploy');
    await bastion.attach(UserId, HostId, [root, deploy]);
  });

  const detach = async (Hosts: unknown, user = UserId): Promise<Members[]> =>
    (await bastion.call('DetachHostAccountsFromUser', { UserId: user, Hosts })).Results;

  async function authorized(): Promise<string[]> {
    const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId, HostId });
    return HostAccounts.filter(({ IsAuthorized }: Members) => IsAuthorized).map(
      ({ HostAccountId }: Members) => HostAccountId,
    );
  }

  describe('answers', () => {
    it('for the accounts that are named, and leaves the others and the host', async () => {
      await expect(detach([{ HostId, HostAccountIds: [root] }])).resolves.toEqual([
        { HostId, UserId, Code: 'OK', Message: '', HostAccounts: [{ HostAccountId: root, Code: 'OK', Message: '' }] },
      ]);
      await expect(authorized()).resolves.toEqual([deploy]);
      await expect(bastion.attach(UserId, HostId)).resolves.toMatchObject({
        Results: [{ Code: 'OBJECT_AlREADY_EXISTS' }],
      });
    });

    it('for a host alone, which is detached with all its accounts', async () => {
      await expect(detach([{ HostId }])).resolves.toMatchObject([{ Code: 'OK', HostAccounts: [] }]);
      await expect(authorized()).resolves.toEqual([]);
      await expect(bastion.attach(UserId, HostId)).resolves.toMatchObject({ Results: [{ Code: 'OK' }] });
    });

    it('leaves the grants of other users and on other hosts', async () => {
      const other = await bastion.user(`bob${HostId}`);
      const otherHost = await bastion.host();
      const otherRoot = await bastion.account(otherHost);
      await bastion.attach(other, HostId, [root]);
      await bastion.attach(UserId, otherHost, [otherRoot]);
      await detach([{ HostId }]);
      await expect(bastion.call('ListHostAccountsForUser', { UserId: other, HostId })).resolves.toMatchObject({
        HostAccounts: [{ IsAuthorized: true }, { IsAuthorized: false }],
      });
      await expect(bastion.call('ListHostAccountsForUser', { UserId, HostId: otherHost })).resolves.toMatchObject({
        HostAccounts: [{ IsAuthorized: true }],
      });
    });

    it("with the item's code when there was nothing to detach, with HTTP 200 for Terraform", async () => {
      await detach([{ HostId }]);
      await expect(detach([{ HostId }])).resolves.toMatchObject([{ Code: 'OBJECT_NOT_FOUND' }]);
      await expect(detach([{ HostId, HostAccountIds: [root] }])).resolves.toMatchObject([
        { Code: 'OBJECT_NOT_FOUND', HostAccounts: [{ HostAccountId: root, Code: 'OBJECT_NOT_FOUND' }] },
      ]);
      await expect(detach([{ HostId: '999999' }])).resolves.toMatchObject([{ Code: 'OBJECT_NOT_FOUND' }]);
      await expect(detach([{ HostId }], '999999')).resolves.toMatchObject([{ Code: 'OBJECT_NOT_FOUND' }]);
    });
  });

  it.each([
    ['no hosts', undefined, 'MissingHosts'],
    ['an invalid id', [{ HostId: '*' }], 'InvalidParameter'],
    ['an empty list', [], 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, Hosts, code) => {
    const answer = bastion.call('DetachHostAccountsFromUser', { UserId, Hosts });
    await expect(refusal(answer)).resolves.toMatchObject({ code, status: 400 });
  });
});
