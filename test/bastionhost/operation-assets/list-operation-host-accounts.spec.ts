import { refusal, type Members } from '../../support/api-clients.ts';
import { RamAccount } from '../../ram/ram-account.ts';
import { newAccount } from '../bastion-account.ts';
import { RamEngineer } from '../ram-engineer.ts';

const bastion = await newAccount();
const ram = new RamAccount(bastion.app);

describe('ListOperationHostAccounts', () => {
  let alice: RamEngineer;
  let HostId: string;
  let root: string;
  let ops: string;
  beforeAll(async () => {
    alice = await RamEngineer.make(bastion, ram);
    HostId = await bastion.host();
    root = await bastion.account(HostId, 'root', { Password: 'Host-Password-1' });
    ops = await bastion.account(HostId, 'ops');
    await bastion.account(HostId, 'other');
    await bastion.attach(alice.userId, HostId, [root, ops]);
  });

  const list = (parameters: Members = {}) => alice.call('ListOperationHostAccounts', { HostId, ...parameters });
  const ids = ({ HostAccounts }: Members) => HostAccounts.map(({ HostAccountId }: Members) => HostAccountId);

  it('answers with the accounts that the caller may log on to, and what they may do there', async () => {
    const answer = await list();
    expect([ids(answer), answer['TotalCount']]).toEqual([[root, ops], 2]);
    expect(answer['HostAccounts'][0]).toEqual({
      HasPassword: true,
      HostAccountId: root,
      HostAccountName: 'root',
      HostId,
      ProtocolName: 'SSH',
      SSHConfig: { EnableSFTPChannel: true, EnableSSHChannel: true },
    });
  });

  it('narrows them by name and by page', async () => {
    expect(ids(await list({ HostAccountName: 'ops' }))).toEqual([ops]);
    expect(ids(await list({ HostAccountName: 'other' }))).toEqual([]);
    expect(await list({ PageSize: 1, PageNumber: 2 })).toMatchObject({
      TotalCount: 2,
      HostAccounts: [{ HostAccountId: ops }],
    });
  });

  it('shows nothing of a host that is unknown, to the account itself and to other RAM users', async () => {
    const nothing = { HostAccounts: [], TotalCount: 0 };
    const stranger = await RamEngineer.make(bastion, ram, false);
    expect(await list({ HostId: '999999' })).toMatchObject(nothing);
    expect(await stranger.call('ListOperationHostAccounts', { HostId })).toMatchObject(nothing);
    expect(await bastion.call('ListOperationHostAccounts', { HostId })).toMatchObject(nothing);
  });

  it.each<[string, Members, string]>([
    ['no host', { HostId: undefined }, 'MissingHostId'],
    ['a name for an id', { HostId: 'web' }, 'InvalidParameter'],
    ['a page of 101', { PageSize: 101 }, 'InvalidParameter'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, parameters, code) => {
    expect(await refusal(list(parameters))).toMatchObject({ code, status: 400 });
  });
});
