import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListHosts', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
    await bastion.host({ HostName: 'alpha', HostPrivateAddress: '10.0.0.1', HostPublicAddress: 'alpha.example.com' });
    const beta = await bastion.host({ HostName: 'beta', HostPrivateAddress: '10.0.0.2' });
    await bastion.account(beta, 'root');
    await bastion.account(beta, 'deploy');
    await bastion.host({ HostName: 'gamma', OSType: 'Windows' });
    await bastion.ecsHost('i-normal', { HostName: 'delta' });
    await bastion.ecsHost('i-gone', { HostName: 'epsilon', HostPrivateAddress: '10.0.0.5' });
    await bastion.removeInstance('i-gone');
  });

  async function names(filter: Members): Promise<string[]> {
    const { Hosts, TotalCount } = await bastion.call('ListHosts', filter);
    expect(Hosts.length).toBeLessThanOrEqual(TotalCount);
    return Hosts.map(({ HostName }: Members) => HostName);
  }

  describe('answers', () => {
    it('with every host in order of creation, and how many accounts each has', async () => {
      const { Hosts, TotalCount } = await bastion.call('ListHosts');
      expect(TotalCount).toBe(5);
      expect(Hosts.map(({ HostName, HostAccountCount }: Members) => [HostName, HostAccountCount])).toEqual([
        ['alpha', 0],
        ['beta', 2],
        ['gamma', 0],
        ['delta', 0],
        ['epsilon', 0],
      ]);
      expect(Hosts[0]).toEqual({
        ActiveAddressType: 'Private',
        Comment: '',
        HostAccountCount: 0,
        HostId: expect.stringMatching(/^\d+$/),
        HostName: 'alpha',
        HostPrivateAddress: '10.0.0.1',
        HostPublicAddress: 'alpha.example.com',
        OSType: 'Linux',
        Source: 'Local',
      });
    });

    it.each([
      ['a name', { HostName: 'beta' }, ['beta']],
      ['a part of a name', { HostName: 'bet' }, []],
      ['the private address', { HostAddress: '10.0.0.2' }, ['beta']],
      ['the public address', { HostAddress: 'alpha.example.com' }, ['alpha']],
      ['a system', { OSType: 'Windows' }, ['gamma']],
      ['a source', { Source: 'Ecs' }, ['delta', 'epsilon']],
      ['a source that has no hosts', { Source: 'Rds' }, []],
      ['an ECS instance', { SourceInstanceId: 'i-normal' }, ['delta']],
      ['ECS instances that exist', { SourceInstanceState: 'Normal' }, ['delta']],
      ['ECS instances that were released', { SourceInstanceState: 'Release' }, ['epsilon']],
      ['two conditions', { Source: 'Ecs', HostName: 'beta' }, []],
    ])('by %s', async (_, filter, expected) => {
      await expect(names(filter)).resolves.toEqual(expected);
    });

    it('by host group, and with an empty list for one that is unknown', async () => {
      const HostGroupId = await bastion.hostGroup('filtered');
      const { Hosts } = await bastion.call('ListHosts', { HostName: 'beta' });
      await bastion.call('AddHostsToGroup', { HostGroupId, HostIds: [Hosts[0].HostId] });
      await expect(names({ HostGroupId })).resolves.toEqual(['beta']);
      await expect(names({ HostGroupId, HostName: 'alpha' })).resolves.toEqual([]);
      await expect(names({ HostGroupId: '999999' })).resolves.toEqual([]);
    });

    it('page by page, and with an empty list past the end', async () => {
      await expect(names({ PageNumber: 2, PageSize: 2 })).resolves.toEqual(['gamma', 'delta']);
      await expect(names({ PageNumber: 4, PageSize: 2 })).resolves.toEqual([]);
      await expect(names({ SourceInstanceState: 'Normal', PageNumber: 2, PageSize: 1 })).resolves.toEqual([]);
    });

    it('with the default of ten to a page size of 0, which Terraform sends', async () => {
      await Promise.all(
        Array.from({ length: 7 }, (_, n) => bastion.host({ HostName: `more-${n}`, OSType: 'Windows' })),
      );
      const { Hosts, TotalCount } = await bastion.call('ListHosts', { PageSize: 0 });
      expect([Hosts.length, TotalCount]).toEqual([10, 12]);
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['a page size of 101', { PageSize: 101 }],
      ['a page number of 0', { PageNumber: 0 }],
      ['an invalid page number', { PageNumber: 'two' }],
      ['an unknown state', { SourceInstanceState: 'Stopped' }],
      ['a name for a host group', { HostGroupId: 'web' }],
    ])('%s', async (_, filter) => {
      await expect(refusal(bastion.call('ListHosts', filter))).resolves.toMatchObject({
        code: 'InvalidParameter',
        status: 400,
      });
    });
  });

  it('refuses an unknown instance', async () => {
    await expect(refusal(bastion.call('ListHosts', { InstanceId: 'other' }))).resolves.toMatchObject({
      code: 'Commodity.BizError.InvalidStatus',
    });
  });
});
