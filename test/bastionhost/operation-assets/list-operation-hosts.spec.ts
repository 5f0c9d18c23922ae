import { refusal, type Members } from '../../support/api-clients.ts';
import { RamAccount } from '../../ram/ram-account.ts';
import { newAccount } from '../bastion-account.ts';
import { RamEngineer } from '../ram-engineer.ts';

const bastion = await newAccount();
const ram = new RamAccount(bastion.app);

describe('ListOperationHosts', () => {
  let alice: RamEngineer;
  let hosts: Record<'web' | 'db' | 'ecs' | 'other' | 'windows', string>;
  beforeAll(async () => {
    alice = await RamEngineer.make(bastion, ram);
    hosts = {
      web: await bastion.host({ HostName: 'web', HostPrivateAddress: '10.0.0.1', Comment: 'first' }),
      db: await bastion.host({ HostName: 'db', HostPublicAddress: '203.0.113.2', ActiveAddressType: 'Public' }),
      ecs: await bastion.ecsHost('i-operated', { HostName: 'ecs' }),
      other: await bastion.host({ HostName: 'other' }),
      windows: await bastion.host({ HostName: 'windows', OSType: 'Windows' }),
    };
    await bastion.attach(alice.userId, hosts.web, [
      await bastion.account(hosts.web),
      await bastion.account(hosts.web, 'ops'),
    ]);
    await bastion.attach(alice.userId, hosts.ecs, [await bastion.account(hosts.ecs)]);
    await bastion.attach(alice.userId, hosts.other);
    const rdp = await bastion.account(hosts.windows, 'admin', { ProtocolName: 'RDP' });
    await bastion.attach(alice.userId, hosts.windows, [rdp]);
    await bastion.account(hosts.db);
    const UserGroupId = await bastion.userGroup('group', [alice.userId]);
    const HostGroupId = await bastion.hostGroup('hosts', [hosts.db]);
    const HostGroups = [{ HostGroupId, HostAccountNames: ['root'] }];
    await bastion.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
  });

  const names = ({ Hosts }: Members): string => Hosts.map(({ HostName }: Members) => HostName).join(' ');

  it('answers with the hosts that the caller could log on to now, through whatever grant', async () => {
    const answer = await alice.call('ListOperationHosts');
    expect([names(answer), answer['TotalCount']]).toEqual(['web db ecs', 3]);
    expect(answer['Hosts'][0]).toEqual({
      ActiveAddressType: 'Private',
      Comment: 'first',
      HostId: hosts.web,
      HostName: 'web',
      HostPrivateAddress: '10.0.0.1',
      HostPublicAddress: '',
      OSType: 'Linux',
      Source: 'Local',
    });
  });

  it.each<[Members, string]>([
    [{ HostName: 'db' }, 'db'],
    [{ HostAddress: '203.0.113.2' }, 'db'],
    [{ OSType: 'Windows' }, ''],
    [{ Source: 'Ecs' }, 'ecs'],
    [{ SourceInstanceId: 'i-operated' }, 'ecs'],
    [{ SourceInstanceState: 'Normal' }, 'ecs'],
    [{ SourceInstanceState: 'Release' }, ''],
    [{ HostName: 'other' }, ''],
    [{ PageNumber: 2, PageSize: 2 }, 'ecs'],
    [{ PageSize: 0 }, 'web db ecs'],
  ])('narrows them to %j', async (filter, expected) => {
    expect(names(await alice.call('ListOperationHosts', filter))).toBe(expected);
  });

  it('answers with none once the grant has gone', async () => {
    const bob = await RamEngineer.make(bastion, ram);
    await bastion.attach(bob.userId, hosts.web, [await bastion.account(hosts.web, 'bob')]);
    expect(names(await bob.call('ListOperationHosts'))).toBe('web');
    await bastion.call('DeleteUser', { UserId: bob.userId });
    expect(await bob.call('ListOperationHosts')).toMatchObject({ Hosts: [], TotalCount: 0 });
  });

  it('shows nothing to the account itself and to a RAM user who is no user of the instance', async () => {
    const stranger = await RamEngineer.make(bastion, ram, false);
    expect(await stranger.call('ListOperationHosts')).toMatchObject({ Hosts: [], TotalCount: 0 });
    expect(await bastion.call('ListOperationHosts')).toMatchObject({ Hosts: [], TotalCount: 0 });
  });

  it.each<[string, Members, string]>([
    ['an unknown source', { Source: 'Cloud' }, 'InvalidParameter'],
    ['an unknown state', { SourceInstanceState: 'Gone' }, 'InvalidParameter'],
    ['a page of 101', { PageSize: 101 }, 'InvalidParameter'],
    ['a project', { OperationProjectId: '1' }, 'InvalidParameter'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, parameters, code) => {
    expect(await refusal(alice.call('ListOperationHosts', parameters))).toMatchObject({ code, status: 400 });
  });
});
