import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('DetachHostAccountsFromHostShareKey', () => {
  let bastion: BastionAccount;
  let hostId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    hostId = await bastion.host();
  });

  it('answers with the outcome for each account, which then has no shared key', async () => {
    const [HostShareKeyId] = await bastion.shareKey('web');
    const [other] = await bastion.shareKey('other');
    const ids = [
      await bastion.account(hostId, 'root', { HostShareKeyId }),
      await bastion.account(hostId, 'of-another', { HostShareKeyId: other }),
    ];
    const detach = () =>
      bastion.call('DetachHostAccountsFromHostShareKey', { HostShareKeyId, HostAccountIds: [...ids, '999999'] });
    const codes = async () => (await detach()).Results.map(({ Code }: { Code: string }) => Code);
    await expect(codes()).resolves.toEqual(['OK', 'OBJECT_NOT_FOUND', 'OBJECT_NOT_FOUND']);
    await expect(codes()).resolves.toEqual(['OBJECT_NOT_FOUND', 'OBJECT_NOT_FOUND', 'OBJECT_NOT_FOUND']);
    const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: hostId });
    expect(HostAccounts[0]).not.toHaveProperty('HostShareKeyId');
    expect(HostAccounts[1]).toMatchObject({ HostShareKeyId: other, HostShareKeyName: 'other' });
  });

  it('answers in the same way for a key that is gone', async () => {
    const id = await bastion.account(hostId, 'gone');
    await expect(
      bastion.call('DetachHostAccountsFromHostShareKey', { HostShareKeyId: '999999', HostAccountIds: [id] }),
    ).resolves.toMatchObject({ Results: [{ Code: 'OBJECT_NOT_FOUND', HostAccountId: id, HostShareKeyId: '999999' }] });
  });

  it.each([
    ['no key', { HostShareKeyId: undefined }, 'MissingHostShareKeyId'],
    ['no accounts', { HostAccountIds: undefined }, 'MissingHostAccountIds'],
    ['a name for an id', { HostAccountIds: ['root'] }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const request = { HostShareKeyId: '1', HostAccountIds: ['1'], ...parameters };
    await expect(refusal(bastion.call('DetachHostAccountsFromHostShareKey', request))).resolves.toMatchObject({
      code,
      status: 400,
    });
  });
});
