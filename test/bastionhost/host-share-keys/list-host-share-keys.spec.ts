import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHostShareKeys', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const list = (parameters: Members = {}) => bastion.call('ListHostShareKeys', parameters);

  it('answers with an empty list where there is none', async () => {
    await expect(list()).resolves.toMatchObject({ HostShareKeys: [], TotalCount: 0 });
  });

  it('answers page by page, with the number of accounts of each key', async () => {
    const [web] = await bastion.shareKey('web');
    const [db] = await bastion.shareKey('db');
    const hostId = await bastion.host();
    await bastion.account(hostId, 'root', { HostShareKeyId: web });
    await bastion.account(hostId, 'deploy', { HostShareKeyId: web });
    const { HostShareKeys } = await list();
    expect(HostShareKeys).toEqual([
      {
        HostAccountCount: 2,
        HostShareKeyId: web,
        HostShareKeyName: 'web',
        LastModifyKeyAt: expect.any(Number),
        PrivateKeyFingerPrint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
      },
      expect.objectContaining({ HostShareKeyId: db, HostAccountCount: 0 }),
    ]);
    await expect(list({ PageNumber: 2, PageSize: 1 })).resolves.toMatchObject({
      HostShareKeys: [{ HostShareKeyId: db }],
      TotalCount: 2,
    });
    await expect(list({ PageNumber: 3, PageSize: 1 })).resolves.toMatchObject({ HostShareKeys: [], TotalCount: 2 });
  });

  it.each([
    ['a page before the first', { PageNumber: 0 }],
    ['a page of 101 keys', { PageSize: 101 }],
  ])('refuses %s', async (_, parameters) => {
    await expect(refusal(list(parameters))).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
  });
});
