import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHostAccountsForHostShareKey', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const list = (parameters: Members) => bastion.call('ListHostAccountsForHostShareKey', parameters);

  it("answers with the key's accounts, ten a page, under the vendor's spelling of their ids", async () => {
    const [HostShareKeyId] = await bastion.shareKey('web');
    await expect(list({ HostShareKeyId })).resolves.toMatchObject({ HostAccounts: [], TotalCount: 0 });
    const HostId = await bastion.host();
    const ids: string[] = [];
    for (let number = 0; number < 11; number += 1) {
      ids.push(await bastion.account(HostId, `user-${number}`, { HostShareKeyId }));
    }
    await bastion.account(HostId, 'without');
    const { HostAccounts, TotalCount } = await list({ HostShareKeyId });
    expect(TotalCount).toBe(11);
    expect(HostAccounts).toHaveLength(10);
    expect(HostAccounts[0]).toEqual({
      HostAccountName: 'user-0',
      HostId,
      HostsAccountId: ids[0],
      ProtocolName: 'SSH',
    });
    await expect(list({ HostShareKeyId, PageNumber: 2 })).resolves.toMatchObject({
      HostAccounts: [{ HostsAccountId: ids[10] }],
    });
  });

  it.each([
    ['no key', {}, 'MissingHostShareKeyId', 400],
    ['a page of 101 accounts', { HostShareKeyId: '1', PageSize: 101 }, 'InvalidParameter', 400],
    ['an unknown key', { HostShareKeyId: '999999' }, 'HostShareKeyNotFound', 404],
  ])('refuses %s', async (_, parameters, code, status) => {
    await expect(refusal(list(parameters))).resolves.toMatchObject({ code, status });
  });
});
