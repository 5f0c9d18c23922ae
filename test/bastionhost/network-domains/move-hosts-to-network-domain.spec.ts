import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { lockWaits } from '../../support/lock-waits.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';
import { proxyDomain } from './proxies.ts';

describe('MoveHostsToNetworkDomain', () => {
  let bastion: BastionApplication;
  let domain: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    domain = (await bastion.call('CreateNetworkDomain', proxyDomain)).NetworkDomainId;
  });
  afterAll(() => bastion.stop());

  const move = async (NetworkDomainId: string, HostIds: unknown): Promise<Members[]> =>
    (await bastion.call('MoveHostsToNetworkDomain', { NetworkDomainId, HostIds })).Results;
  const ok = (HostId: string) => ({ HostId, Code: 'OK', Message: '' });
  const domainOf = async (HostId: string) => (await bastion.call('GetHost', { HostId })).Host.NetworkDomainId;

  it('answers for each host, and moves those that exist', async () => {
    const [one, other] = [await bastion.host(), await bastion.host()];
    expect(await move(domain, [one, '999999', Number(other)])).toEqual([
      ok(one),
      { HostId: '999999', Code: 'OBJECT_NOT_FOUND', Message: '' },
      ok(other),
    ]);
    expect([await domainOf(one), await domainOf(other)]).toEqual([domain, domain]);
    expect(await move(domain, [one])).toEqual([ok(one)]);
    await move('1', [one]);
    expect(await domainOf(one)).toBe('1');
  });

  it.each([['HostIds.1'], ['HostIds']])('takes the hosts as %s', async (name) => {
    const HostId = await bastion.host();
    const parameters = { NetworkDomainId: domain, [name]: name === 'HostIds' ? [HostId] : HostId };
    expect((await bastion.call('MoveHostsToNetworkDomain', parameters)).Results).toEqual([ok(HostId)]);
  });

  it('takes a host to where its address is another server with a pin of its own', async () => {
    const HostPrivateAddress = '10.7.0.1';
    const [here, there] = [new Pins(bastion), new Pins(bastion, domain)];
    const [HostId, other] = [await bastion.host({ HostPrivateAddress }), await bastion.host({ HostPrivateAddress })];
    const fingerprints = [await here.pin(HostPrivateAddress), await there.pin(HostPrivateAddress)];
    const shown = async (id: string) =>
      (await bastion.call('GetHost', { HostId: id })).Host.Protocols[0].HostFingerPrint;
    await move(domain, [HostId]);
    expect([await shown(other), await shown(HostId)]).toEqual(fingerprints);
    await bastion.call('DeleteHost', { HostId });
    expect([await here.isPinned(HostPrivateAddress), await there.isPinned(HostPrivateAddress)]).toEqual([true, false]);
  });

  describe('takes the ECS instance along that a host was created from', () => {
    const networkOf = async (instanceId: string) => {
      const rows = await bastion.app.database.dataSource.query(
        'select network_domain_id as id from ecs_instances where instance_id = $1',
        [instanceId],
      );
      return rows[0]?.id;
    };

    it('and back, with its hold on the pin', async () => {
      const pins = new Pins(bastion, domain);
      const HostId = await bastion.ecsHost('i-moved');
      await move(domain, [HostId]);
      expect(await networkOf('i-moved')).toBe(domain);
      await pins.pin('192.0.2.10', 2222);
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: '10.7.0.9' });
      expect(await pins.isPinned('192.0.2.10', 2222)).toBe(true);
      await bastion.call('DeleteHost', { HostId });
      expect([await networkOf('i-moved'), await pins.isPinned('192.0.2.10', 2222)]).toEqual(['1', false]);
    });

    it('also when the instance is registered while its host is on the way', async () => {
      const HostId = await bastion.ecsHost('i-returning');
      await bastion.removeInstance('i-returning');
      const { dataSource } = bastion.app.database;
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('select from bastion_hosts where id = $1 for update', [HostId]);
      await runner.query('update bastion_hosts set network_domain_id = $2 where id = $1', [HostId, domain]);
      const registered = bastion.registerInstance('i-returning');
      await eventually('it waits', async () => (await lockWaits(dataSource)) > 0);
      await runner.commitTransaction();
      await runner.release();
      await registered;
      expect(await networkOf('i-returning')).toBe(domain);
    });

    it('when the host is created there, and when the instance is registered again', async () => {
      await bastion.ecsHost('i-created', { NetworkDomainId: domain });
      expect(await networkOf('i-created')).toBe(domain);
      await bastion.removeInstance('i-created');
      await bastion.registerInstance('i-created');
      expect(await networkOf('i-created')).toBe(domain);
    });
  });

  it.each([
    ['no domain', { NetworkDomainId: undefined }, 'MissingNetworkDomainId', 400],
    ['no hosts', { HostIds: undefined }, 'MissingHostIds', 400],
    ['hosts that are not a list', { HostIds: '{}' }, 'InvalidParameter', 400],
    ['101 hosts', { HostIds: Array.from({ length: 101 }, (_, n) => String(n + 1)) }, 'InvalidParameter', 400],
    ['an id that is not one', { HostIds: ['1; drop table'] }, 'InvalidParameter', 400],
    ['an unknown domain', { NetworkDomainId: '999999999' }, 'NetworkDomainNotFound', 404],
  ])('refuses %s', async (_, parameters, code, status) => {
    const request = { NetworkDomainId: domain, HostIds: ['1'], ...parameters };
    expect(await refusal(bastion.call('MoveHostsToNetworkDomain', request))).toMatchObject({ code, status });
  });
});
