import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('AttachHostAccountsToUser', () => {
  let bastion: BastionAccount;
  let UserId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    UserId = await bastion.user('alice');
  });

  const attach = async (Hosts: unknown, user = UserId): Promise<Members[]> =>
    (await bastion.call('AttachHostAccountsToUser', { UserId: user, Hosts })).Results;

  async function authorized(HostId: string): Promise<string[]> {
    const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId, HostId });
    return HostAccounts.filter(({ IsAuthorized }: Members) => IsAuthorized).map(
      ({ HostAccountId }: Members) => HostAccountId,
    );
  }

  describe('answers', () => {
    it('for each host and account, and grants those', async () => {
      const HostId = await bastion.host();
      const root = await bastion.account(HostId, 'root');
      await bastion.account(HostId, 'deploy');
      await expect(attach([{ HostId, HostAccountIds: [root] }])).resolves.toEqual([
        { HostId, UserId, Code: 'OK', Message: '', HostAccounts: [{ HostAccountId: root, Code: 'OK', Message: '' }] },
      ]);
      await expect(authorized(HostId)).resolves.toEqual([root]);
    });

    it('to ids that are numbers', async () => {
      const HostId = await bastion.host();
      const root = await bastion.account(HostId);
      const [result] = await attach([{ HostId: Number(HostId), HostAccountIds: [Number(root)] }]);
      expect(result).toMatchObject({ Code: 'OK', HostAccounts: [{ HostAccountId: root, Code: 'OK' }] });
    });

    it('for a host alone, which grants no account of it', async () => {
      const HostId = await bastion.host();
      await bastion.account(HostId);
      await expect(attach([{ HostId }])).resolves.toEqual([
        { HostId, UserId, Code: 'OK', Message: '', HostAccounts: [] },
      ]);
      await expect(authorized(HostId)).resolves.toEqual([]);
    });

    it("with the item's code when something is already granted", async () => {
      const HostId = await bastion.host();
      const root = await bastion.account(HostId);
      await attach([{ HostId, HostAccountIds: [root] }]);
      const [host] = await attach([{ HostId }]);
      expect(host).toMatchObject({ Code: 'OBJECT_AlREADY_EXISTS' });
      const [again] = await attach([{ HostId, HostAccountIds: [root] }]);
      expect(again).toMatchObject({ Code: 'OK', HostAccounts: [{ Code: 'OBJECT_AlREADY_EXISTS' }] });
    });

    it("with the item's code when a host, or an account on it, does not exist, and grants the others", async () => {
      const HostId = await bastion.host();
      const root = await bastion.account(HostId);
      const elsewhere = await bastion.account(await bastion.host());
      const [missing, there] = await attach([
        { HostId: '999999', HostAccountIds: [root] },
        { HostId, HostAccountIds: ['999999', elsewhere, root] },
      ]);
      expect(missing).toMatchObject({ Code: 'OBJECT_NOT_FOUND', HostAccounts: [{ Code: 'OBJECT_NOT_FOUND' }] });
      expect(there?.HostAccounts.map(({ Code }: Members) => Code)).toEqual([
        'OBJECT_NOT_FOUND',
        'OBJECT_NOT_FOUND',
        'OK',
      ]);
      await expect(authorized(HostId)).resolves.toEqual([root]);
    });

    it("with the item's code when the user does not exist", async () => {
      const HostId = await bastion.host();
      await expect(attach([{ HostId }], '999999')).resolves.toMatchObject([{ Code: 'OBJECT_NOT_FOUND' }]);
    });

    it('OK once when two calls attach the same at the same time', async () => {
      const HostId = await bastion.host();
      const root = await bastion.account(HostId);
      const both = await Promise.all([1, 2].map(() => attach([{ HostId, HostAccountIds: [root] }])));
      const codes = both.map(([result]) => result?.HostAccounts[0].Code);
      expect(codes.sort()).toEqual(['OBJECT_AlREADY_EXISTS', 'OK']);
    });
  });

  describe('refuses parameters', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));
    it.each([
      ['no hosts', undefined, 'MissingHosts'],
      ['hosts that are not a list', { HostId: '1' }, 'InvalidParameter'],
      ['an item that is not an object', ['1'], 'InvalidParameter'],
      ['an item without a host', [{ HostAccountIds: ['1'] }], 'InvalidParameter'],
      ['an invalid id', [{ HostId: 'web-01' }], 'InvalidParameter'],
      ['an invalid account id', [{ HostId: '1', HostAccountIds: ['root'] }], 'InvalidParameter'],
      ['an unknown member', [{ HostId: '1', Admin: true }], 'InvalidParameter'],
      ['11 hosts', ids(11).map((HostId) => ({ HostId })), 'InvalidParameter'],
      ['11 accounts', [{ HostId: '1', HostAccountIds: ids(11) }], 'InvalidParameter'],
    ])('%s', async (_, Hosts, code) => {
      const answer = bastion.call('AttachHostAccountsToUser', { UserId, Hosts });
      await expect(refusal(answer)).resolves.toMatchObject({ code, status: 400 });
    });
  });
});
