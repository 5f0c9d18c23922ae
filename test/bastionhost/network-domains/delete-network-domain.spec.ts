import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';
import { proxyDomain } from './proxies.ts';

describe('DeleteNetworkDomain', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const domain = async (): Promise<string> => (await bastion.call('CreateNetworkDomain', proxyDomain)).NetworkDomainId;
  const remove = (NetworkDomainId: unknown) => bastion.call('DeleteNetworkDomain', { NetworkDomainId });

  it('answers and deletes the domain with its proxies and the pins of their host keys', async () => {
    const pins = new Pins(bastion);
    const id = await domain();
    await pins.pin(proxyDomain.Proxies[0]!.Address);
    expect(Object.keys(await remove(id))).toEqual(['RequestId']);
    expect(await pins.isPinned(proxyDomain.Proxies[0]!.Address)).toBe(false);
    expect(await refusal(remove(id))).toMatchObject({ code: 'NetworkDomainNotFound', status: 404 });
  });

  it('refuses a domain that has hosts until they are elsewhere', async () => {
    const id = await domain();
    const HostId = await bastion.host({ NetworkDomainId: id });
    expect(await refusal(remove(id))).toMatchObject({ code: 'NetworkDomainInUse', status: 400 });
    expect((await bastion.call('GetHost', { HostId })).Host).toMatchObject({ NetworkDomainId: id });
    await bastion.call('MoveHostsToNetworkDomain', { NetworkDomainId: '1', HostIds: [HostId] });
    await remove(id);
  });

  it('leaves no host in a domain that is gone when both happen at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [id, HostId] = [await domain(), await bastion.host()];
      const moving = bastion.call('MoveHostsToNetworkDomain', { NetworkDomainId: id, HostIds: [HostId] });
      const [moved, removed] = await Promise.allSettled([moving, remove(id)]);
      const { Host } = await bastion.call('GetHost', { HostId });
      const wasRemoved = removed.status === 'fulfilled';
      expect([wasRemoved, moved.status === 'fulfilled']).toContain(true);
      expect(Host.NetworkDomainId).toBe(wasRemoved ? '1' : id);
      if (wasRemoved) continue;
      await bastion.call('DeleteHost', { HostId });
      await remove(id);
    }
  });

  it.each([
    ['no id', undefined, 'MissingNetworkDomainId', 400],
    ['the built-in domain', '1', 'InvalidParameter', 400],
    ['an unknown domain', '999999999', 'NetworkDomainNotFound', 404],
  ])('refuses %s', async (_, id, code, status) => {
    expect(await refusal(remove(id))).toMatchObject({ code, status });
  });
});
