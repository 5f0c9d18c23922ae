import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region, type EcsAccount } from '../ecs-account.ts';

describe('DescribeInstances', () => {
  let ecs: EcsAccount;
  const names = ['web-01', 'web-02', 'db_01', 'db%01'];

  beforeAll(async () => {
    ecs = await newAccount();
    for (const [index, InstanceName] of names.entries()) {
      await ecs.register({ InstanceId: `i-${index}`, InstanceName, Address: `10.0.0.${index}` });
    }
    await ecs.register({ InstanceId: 'i-elsewhere', RegionId: 'cn-beijing' });
  });

  const list = async (parameters: Members = {}) => {
    const answer = await ecs.call('DescribeInstances', { RegionId: region, ...parameters });
    return { ...answer, ids: answer['Instances'].Instance.map((one: Members) => one['InstanceId']) } as Members;
  };

  describe('answers', () => {
    it('with what is known of a server', async () => {
      const { Instances } = await list({ InstanceIds: '["i-0"]' });
      expect(Instances.Instance).toEqual([
        {
          InstanceId: 'i-0',
          InstanceName: 'web-01',
          RegionId: region,
          Status: 'Running',
          OSType: 'linux',
          OSName: 'Linux',
          InstanceNetworkType: 'vpc',
          CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
          VpcAttributes: { PrivateIpAddress: { IpAddress: ['10.0.0.0'] } },
          InnerIpAddress: { IpAddress: [] },
          PublicIpAddress: { IpAddress: [] },
        },
      ]);
    });

    it('with the servers of the region only, in order of creation', async () => {
      expect(await list()).toMatchObject({
        ids: ['i-0', 'i-1', 'i-2', 'i-3'],
        TotalCount: 4,
        PageNumber: 1,
        PageSize: 10,
      });
      expect(await list({ RegionId: 'cn-beijing' })).toMatchObject({ ids: ['i-elsewhere'] });
    });

    it.each<[Members, string[]]>([
      [{ InstanceIds: '["i-1","i-9","i-elsewhere"]' }, ['i-1']],
      [{ InstanceName: 'web-*' }, ['i-0', 'i-1']],
      [{ InstanceName: 'db_01' }, ['i-2']],
      [{ InstanceName: 'db%*' }, ['i-3']],
      [{ PrivateIpAddresses: '["10.0.0.2","10.0.0.3"]' }, ['i-2', 'i-3']],
      [{ Status: 'Running', InstanceNetworkType: 'vpc' }, ['i-0', 'i-1', 'i-2', 'i-3']],
      [{ Status: 'Stopped' }, []],
      [{ InstanceNetworkType: 'classic' }, []],
    ])('%j with those that match', async (filter, ids) => {
      expect(await list(filter)).toMatchObject({ ids, TotalCount: ids.length });
    });

    it('page by page', async () => {
      expect(await list({ PageNumber: 2, PageSize: 3 })).toMatchObject({ ids: ['i-3'], TotalCount: 4, NextToken: '' });
    });

    it('from token to token', async () => {
      const first = await list({ MaxResults: 2 });
      expect(first).toMatchObject({ ids: ['i-0', 'i-1'], TotalCount: 4 });
      const second = await list({ MaxResults: 2, NextToken: first['NextToken'] });
      expect(second).toMatchObject({ ids: ['i-2', 'i-3'] });
      expect(await list({ MaxResults: 2, NextToken: second['NextToken'] })).toMatchObject({ ids: [], NextToken: '' });
    });
  });

  describe('refuses', () => {
    it.each([
      ['InvalidParameter', { PageSize: 101 }],
      ['InvalidParameter', { NextToken: 'bm90IGEgdG9rZW4' }],
      ['InvalidParameter', { VpcId: 'vpc-1' }],
      ['InvalidParameter', { 'Tag.1.Key': 'a' }],
      ['InvalidStatus.NotFound', { Status: 'Sleeping' }],
      ['InvalidNetworkType.NotFound', { InstanceNetworkType: 'token-ring' }],
      ['DryRunOperation', { DryRun: 'true' }],
    ])('with %s %j', async (code, parameters) => {
      expect(await refusal(list(parameters))).toMatchObject({ code });
    });
  });
});
