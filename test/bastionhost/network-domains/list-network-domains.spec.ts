import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';
import { proxyDomain } from './proxies.ts';

const bastion = await newAccount();

describe('ListNetworkDomains', () => {
  const builtIn = {
    NetworkDomainId: '1',
    NetworkDomainName: 'Default',
    NetworkDomainType: 'Direct',
    Comment: '',
    Default: true,
    ProxiesState: [],
  };
  const list = (parameters: Members = {}) => bastion.call('ListNetworkDomains', parameters);
  const names = async (parameters: Members) => {
    const { NetworkDomains, TotalCount } = await list(parameters);
    return [NetworkDomains.map((domain: Members) => domain['NetworkDomainName']).join(' '), TotalCount];
  };

  it('answers with the built-in domain alone before others are created', async () => {
    expect(await list()).toEqual({ RequestId: expect.any(String), NetworkDomains: [builtIn], TotalCount: 1 });
  });

  describe('with others', () => {
    beforeAll(async () => {
      for (const NetworkDomainName of ['north', 'south'])
        await bastion.call('CreateNetworkDomain', { ...proxyDomain, NetworkDomainName });
      const east = { NetworkDomainName: 'east', NetworkDomainType: 'Direct' };
      await bastion.call('CreateNetworkDomain', east);
    });

    it('answers with all of them and the nodes of their proxies', async () => {
      const { NetworkDomains } = await list();
      expect(NetworkDomains[0]).toEqual(builtIn);
      expect(NetworkDomains[1]).toMatchObject({
        NetworkDomainName: 'north',
        NetworkDomainType: 'Proxy',
        Default: false,
        ProxiesState: [{ NodeType: 'Master' }],
      });
    });

    it.each([
      [{}, 'Default north south east', 4],
      [{ PageSize: '0' }, 'Default north south east', 4],
      [{ PageSize: '1' }, 'Default', 4],
      [{ PageSize: '1', PageNumber: '2' }, 'north', 4],
      [{ PageSize: '3', PageNumber: '2' }, 'east', 4],
      [{ PageSize: '2', PageNumber: '3' }, '', 4],
      [{ NetworkDomainType: 'Proxy' }, 'north south', 2],
      [{ NetworkDomainType: 'Proxy', PageSize: '1', PageNumber: '2' }, 'south', 2],
      [{ NetworkDomainType: 'Direct' }, 'Default east', 2],
      [{ NetworkDomainName: 'south' }, 'south', 1],
      [{ NetworkDomainName: 'Default', NetworkDomainType: 'Proxy' }, '', 0],
      [{ NetworkDomainName: 'sout' }, '', 0],
    ])('answers to %j', async (parameters, found, total) => {
      expect(await names(parameters)).toEqual([found, total]);
    });
  });

  it.each([
    ['a page of 101', { PageSize: '101' }],
    ['page 0', { PageNumber: '0' }],
    ['an unknown type', { NetworkDomainType: 'Vpn' }],
    ['a project', { ProjectId: '1' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(list(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const call = list({ InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
