import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';

describe('ModifyHost', () => {
  let bastion: BastionApplication;
  let pins: Pins;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    pins = new Pins(bastion);
  });
  afterAll(() => bastion.stop());

  const host = async (HostId: string) => (await bastion.call('GetHost', { HostId })).Host;

  describe('answers', () => {
    it('and changes what is named, and nothing else', async () => {
      const HostId = await bastion.host({ Comment: 'old' });
      const before = await host(HostId);
      const answer = await bastion.call('ModifyHost', { HostId, HostName: 'web-02', PrefKex: 'default' });
      expect(Object.keys(answer)).toEqual(['RequestId']);
      await expect(host(HostId)).resolves.toEqual({ ...before, HostName: 'web-02' });
      await bastion.call('ModifyHost', { HostId, Comment: 'new', HostPublicAddress: '198.51.100.7' });
      await expect(host(HostId)).resolves.toMatchObject({
        HostName: 'web-02',
        Comment: 'new',
        HostPublicAddress: '198.51.100.7',
      });
    });

    it('also of a host whose name would no longer be accepted, and keeps that name', async () => {
      const HostId = await bastion.host();
      await bastion.app.database.dataSource.query(`update bastion_hosts set host_name = 'old@\u200b ' where id = $1`, [
        HostId,
      ]);
      await bastion.call('ModifyHost', { HostId, HostName: 'old@\u200b ', Comment: 'kept' });
      const listed = (await bastion.call('ListHosts', { HostName: 'old@\u200b ' })).Hosts;
      expect(listed).toMatchObject([{ HostId, HostName: 'old@\u200b ', Comment: 'kept' }]);
      const another = bastion.call('ModifyHost', { HostId, HostName: 'new@' });
      await expect(refusal(another)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
      await bastion.call('DeleteHost', { HostId });
    });

    it('and keeps the key exchange for an old server until it is "default" again', async () => {
      const HostId = await bastion.host();
      for (const PrefKex of [
        'diffie-hellman-group1-sha1',
        'diffie-hellman-group14-sha1',
        'diffie-hellman-group-exchange-sha1',
      ]) {
        await bastion.call('ModifyHost', { HostId, PrefKex });
        await bastion.call('ModifyHost', { HostId, Comment: 'old' });
        expect(await host(HostId)).toMatchObject({ PrefKex });
      }
      await bastion.call('ModifyHost', { HostId, PrefKex: 'default' });
      expect(await host(HostId)).toMatchObject({ PrefKex: 'default' });
    });

    it('and lets the port follow the operating system, unless it was set', async () => {
      const HostId = await bastion.host();
      await bastion.call('ModifyHost', { HostId, OSType: 'Windows' });
      expect((await host(HostId)).Protocols).toEqual([{ ProtocolName: 'RDP', Port: 3389 }]);
      await bastion.call('ModifyHostsPort', { HostIds: [HostId], ProtocolName: 'RDP', Port: 40_000 });
      await bastion.call('ModifyHost', { HostId, OSType: 'Linux' });
      expect((await host(HostId)).Protocols).toEqual([{ ProtocolName: 'SSH', Port: 40_000 }]);
    });
  });

  it('moves the host to another network domain, and refuses one that does not exist', async () => {
    const HostId = await bastion.host();
    const direct = { NetworkDomainName: 'near', NetworkDomainType: 'Direct' };
    const { NetworkDomainId } = await bastion.call('CreateNetworkDomain', direct);
    await bastion.call('ModifyHost', { HostId, NetworkDomainId });
    await bastion.call('ModifyHost', { HostId, Comment: 'moved' });
    expect(await host(HostId)).toMatchObject({ NetworkDomainId, Comment: 'moved' });
    const gone = bastion.call('ModifyHost', { HostId, NetworkDomainId: '999999999' });
    expect(await refusal(gone)).toMatchObject({ code: 'NetworkDomainNotFound', status: 404 });
  });

  describe('and the pinned host key', () => {
    it('forgets it with the address that is dialled', async () => {
      const HostId = await bastion.host({ HostPrivateAddress: '10.3.0.1', HostPublicAddress: '10.3.0.2' });
      await pins.pin('10.3.0.1');
      await bastion.call('ModifyHost', { HostId, HostPublicAddress: '10.3.0.3', HostName: 'renamed' });
      await expect(pins.isPinned('10.3.0.1')).resolves.toBe(true);
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: '10.3.0.4' });
      await expect(pins.isPinned('10.3.0.1')).resolves.toBe(false);
    });

    it('keeps it when only the case of the address changes', async () => {
      const HostId = await bastion.host({ HostPrivateAddress: 'case.example.com' });
      await pins.pin('case.example.com');
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: 'Case.example.com' });
      await expect(pins.isPinned('case.example.com')).resolves.toBe(true);
      await bastion.call('DeleteHost', { HostId });
      await expect(pins.isPinned('case.example.com')).resolves.toBe(false);
    });

    it('keeps it while the server is registered as an instance at that address', async () => {
      const HostId = await bastion.ecsHost('i-kept');
      await pins.pin('192.0.2.10', 2222);
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: '10.3.0.6' });
      await expect(pins.isPinned('192.0.2.10', 2222)).resolves.toBe(true);
      await bastion.removeInstance('i-kept');
      await expect(pins.isPinned('192.0.2.10', 2222)).resolves.toBe(false);
    });

    it('pins the key of its new address', async () => {
      const HostId = await bastion.host({ HostPrivateAddress: '10.3.0.7' });
      const other = await bastion.host({ HostPrivateAddress: '10.3.0.8' });
      await pins.pin('10.3.0.8');
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: '10.3.0.8' });
      await bastion.call('DeleteHost', { HostId: other });
      await expect(pins.isPinned('10.3.0.8')).resolves.toBe(true);
    });

    it('keeps it while another host is at that address', async () => {
      const HostId = await bastion.host({ HostPrivateAddress: 'shared.example.com' });
      await bastion.host({ HostPrivateAddress: 'Shared.example.com' });
      await pins.pin('shared.example.com');
      await bastion.call('ModifyHost', { HostId, HostPrivateAddress: '10.3.0.5' });
      await expect(pins.isPinned('shared.example.com')).resolves.toBe(true);
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no host', { HostId: undefined }, 'MissingHostId'],
      ['an invalid address', { HostPrivateAddress: 'http://10.0.0.1' }, 'InvalidParameter'],
      ['a network domain that is none', { NetworkDomainId: 'x' }, 'InvalidParameter'],
      ['a key exchange that is not for old servers', { PrefKex: 'curve25519-sha256' }, 'InvalidParameter'],
      ['another source', { Source: 'Ecs' }, 'InvalidParameter'],
    ])('%s', async (_, change, code) => {
      const HostId = await bastion.host();
      await expect(refusal(bastion.call('ModifyHost', { HostId, ...change }))).resolves.toMatchObject({
        code,
        status: 400,
      });
    });
  });

  it('refuses an unknown host', async () => {
    const missing = bastion.call('ModifyHost', { HostId: '999999', HostName: 'x' });
    await expect(refusal(missing)).resolves.toMatchObject({ code: 'HostNotFound', status: 400 });
  });
});
