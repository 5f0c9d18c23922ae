import { Instances } from '../../../src/ecs/instances.api.ts';
import { HostKeys } from '../../../src/host-keys/host-keys.api.ts';
import { directNetworkDomain as networkDomainId } from '../../../src/host-keys/place.api.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { EcsApplication } from '../ecs-application.ts';

describe('DeleteInstance', () => {
  let ecs: EcsApplication;

  beforeAll(async () => {
    ecs = await EcsApplication.start();
  });
  afterAll(() => ecs.app.stop());

  const placeOf = (address: string) => ({ accountId: ecs.accountId, networkDomainId, address, port: 22 });
  const pin = (address: string) => {
    const key = Buffer.from('0000000b7373682d65643235353139', 'hex');
    return ecs.app.get(HostKeys).trust(placeOf(address), key);
  };
  const isPinned = async (address: string) => (await ecs.app.get(HostKeys).find(placeOf(address))) !== undefined;

  it('removes the server from the inventory and forgets its host key', async () => {
    const InstanceId = await ecs.register({ Address: '10.1.1.1' });
    await pin('10.1.1.1');
    expect(await ecs.call('DeleteInstance', { InstanceId })).toEqual({ RequestId: expect.any(String) });
    expect(await ecs.app.get(Instances).find(ecs.root, InstanceId)).toBeUndefined();
    expect(await isPinned('10.1.1.1')).toBe(false);
  });

  describe('keeps the host key', () => {
    it('while a bastion host has that address', async () => {
      const InstanceId = await ecs.register({ Address: 'web.example.com' });
      const HostId = await bastionHost('Web.example.com');
      await pin('web.example.com');
      await ecs.call('DeleteInstance', { InstanceId });
      expect(await isPinned('web.example.com')).toBe(true);
      await bastion('DeleteHost', { HostId });
      expect(await isPinned('web.example.com')).toBe(false);
    });

    it('while the server is registered in another region too', async () => {
      const there = { InstanceId: 'i-both', RegionId: 'cn-beijing' };
      await ecs.register({ InstanceId: 'i-both', Address: '10.1.1.2' });
      await ecs.register({ ...there, Address: '10.1.1.2' });
      await pin('10.1.1.2');
      await ecs.call('DeleteInstance', { InstanceId: 'i-both' });
      expect(await isPinned('10.1.1.2')).toBe(true);
      await ecs.call('DeleteInstance', there);
      expect(await isPinned('10.1.1.2')).toBe(false);
    });

    it('but not for a server whose registration was refused', async () => {
      const InstanceId = await ecs.register({ InstanceId: 'i-first', Address: '10.1.1.3' });
      const elsewhere = { InstanceId, Address: '10.1.1.4' };
      expect(await refusal(ecs.register(elsewhere))).toMatchObject({ code: 'InvalidInstanceId.Duplicate' });
      const other = await ecs.register({ Address: '10.1.1.4' });
      await pin('10.1.1.4');
      await ecs.call('DeleteInstance', { InstanceId: other });
      expect(await isPinned('10.1.1.4')).toBe(false);
    });

    async function bastion(action: string, parameters: Members): Promise<Members> {
      const client = ecs.app.pop('bastionhost');
      const { Instances: bastions } = await client.request('DescribeInstances');
      return client.request(action, { InstanceId: bastions[0].InstanceId, ...parameters });
    }

    async function bastionHost(HostPrivateAddress: string): Promise<string> {
      const host = { HostName: 'web', Source: 'Local', OSType: 'Linux', ActiveAddressType: 'Private' };
      return (await bastion('CreateHost', { ...host, HostPrivateAddress }))['HostId'];
    }
  });

  it('with DryRun it only says what would happen', async () => {
    const InstanceId = await ecs.register();
    const call = ecs.call('DeleteInstance', { InstanceId, DryRun: 'true' });
    expect(await refusal(call)).toMatchObject({ code: 'DryRunOperation' });
    expect(await ecs.app.get(Instances).find(ecs.root, InstanceId)).toBeDefined();
  });

  it.each([
    ['an unknown one', { InstanceId: 'i-none' }],
    ['one of another region', { InstanceId: 'i-there', RegionId: 'cn-beijing' }],
  ])('refuses %s', async (_which, parameters) => {
    await ecs.register({ InstanceId: 'i-there' }).catch(() => undefined);
    expect(await refusal(ecs.call('DeleteInstance', parameters))).toMatchObject({
      code: 'InvalidInstanceId.NotFound',
      status: 404,
    });
  });
});
