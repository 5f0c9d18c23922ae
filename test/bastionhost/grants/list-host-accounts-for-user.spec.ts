import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHostAccountsForUser', () => {
  let bastion: BastionAccount;
  let UserId: string;
  let HostId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    UserId = await bastion.user('alice');
    HostId = await bastion.host();
    const root = await bastion.account(HostId, 'root');
    await bastion.account(HostId, 'deploy');
    await bastion.account(await bastion.host(), 'root');
    await bastion.attach(UserId, HostId, [root]);
  });

  it('answers with all accounts of the host, and which the user may use', async () => {
    const { HostAccounts, TotalCount } = await bastion.call('ListHostAccountsForUser', { UserId, HostId });
    expect(TotalCount).toBe(2);
    expect(HostAccounts).toEqual([account('root', true), account('deploy', false)]);
  });

  it('answers by name and page by page', async () => {
    const names = async (parameters: Members) => {
      const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId, HostId, ...parameters });
      return HostAccounts.map(({ HostAccountName }: Members) => HostAccountName);
    };
    await expect(names({ HostAccountName: 'deploy' })).resolves.toEqual(['deploy']);
    await expect(names({ PageSize: 1, PageNumber: 2 })).resolves.toEqual(['deploy']);
    await expect(names({ PageNumber: 9 })).resolves.toEqual([]);
  });

  it('answers with what was attached, even if the user may not log on now and the host has no SSH', async () => {
    const EffectiveStartTime = Math.floor(bastion.app.clock.now().getTime() / 1000) + 3600;
    const later = await bastion.user('later', { EffectiveStartTime });
    const windows = await bastion.host({ OSType: 'Windows' });
    await bastion.attach(later, windows, [await bastion.account(windows, 'admin', { ProtocolName: 'RDP' })]);
    const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId: later, HostId: windows });
    expect(HostAccounts).toEqual([expect.objectContaining({ HostAccountName: 'admin', IsAuthorized: true })]);
  });

  it('answers with an empty list for an unknown host', async () => {
    const list = bastion.call('ListHostAccountsForUser', { UserId, HostId: '999999' });
    await expect(list).resolves.toMatchObject({ HostAccounts: [], TotalCount: 0 });
  });

  it('refuses an unknown user', async () => {
    const list = bastion.call('ListHostAccountsForUser', { UserId: '999999', HostId });
    await expect(refusal(list)).resolves.toMatchObject({ code: 'UserNotFound', status: 404 });
  });

  it.each([
    ['no user', { UserId: undefined }, 'MissingUserId'],
    ['no host', { HostId: undefined }, 'MissingHostId'],
    ['a page size of 101', { PageSize: 101 }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const list = bastion.call('ListHostAccountsForUser', { UserId, HostId, ...parameters });
    await expect(refusal(list)).resolves.toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const list = bastion.call('ListHostAccountsForUser', { UserId, HostId, InstanceId: 'other' });
    await expect(refusal(list)).resolves.toMatchObject({ code: 'Commodity.BizError.InvalidStatus' });
  });

  function account(HostAccountName: string, IsAuthorized: boolean) {
    return {
      HostAccountId: expect.stringMatching(/^\d+$/),
      HostAccountName,
      HostId,
      IsAuthorized,
      ProtocolName: 'SSH',
    };
  }
});
