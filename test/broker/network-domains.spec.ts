import { createHash, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { InstancesService } from '../../src/ecs/instances/instances.ts';
import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { logged } from '../support/logged.ts';
import { proxyLogin, ProxyMachine, proxyOn, proxyPassword, proxyPrograms } from '../support/proxy-machine.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { account, BrokerUnderTest, said } from './broker-under-test.ts';

const hostName = 'web.branch.test';
const password = 'Behind-proxies-1';

describeWithSshdAnd(proxyPrograms, 'a server in another network', () => {
  let broker: BrokerUnderTest;
  let target: SshdInstance;
  let machine: ProxyMachine;
  let domain: string;
  let host: { hostId: string; hostAccountId: string };
  const proxies: Record<string, Members> = {};

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    const users = [account, 'rotated'].map((name) => ({ name, password: new Redacted(password) }));
    target = await startSshdInstance({ name: 'branch', users });
    machine = await ProxyMachine.start([hostName]);
    Object.assign(proxies, {
      ssh: machine.ssh,
      http: await machine.http(),
      'http with a password': await machine.http(proxyLogin),
      socks5: await machine.socks5(),
      'socks5 with a password': await machine.socks5(proxyLogin),
      'socks5 of OpenSSH': await machine.dynamicForward(broker.client),
    });
    domain = await newDomain('branch', [proxies['ssh']!]);
    host = await newHost('web-branch', hostName, { NetworkDomainId: domain });
    const alice = await broker.engineer('alice');
    await broker.grant(alice, host);
  });
  afterAll(async () => {
    await broker.stop();
    await machine.stop();
    await target.stop();
  });

  const json = (parameters: Members) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : value,
      ]),
    );
  const call = (action: string, parameters: Members) => broker.bastionhost(action, json(parameters));

  async function newDomain(NetworkDomainName: string, Proxies: Members[]): Promise<string> {
    const draft = { NetworkDomainName, NetworkDomainType: 'Proxy', Proxies };
    return (await call('CreateNetworkDomain', draft)).NetworkDomainId;
  }

  async function newHost(name: string, address: string, more: Members = {}) {
    const kind = { OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private' };
    const { HostId } = await call('CreateHost', { HostName: name, ...kind, HostPrivateAddress: address, ...more });
    await call('ModifyHostsPort', { HostIds: [HostId], ProtocolName: 'SSH', Port: String(target.port) });
    const credential = { HostId, HostAccountName: account, ProtocolName: 'SSH', Password: password };
    const { HostAccountId } = await call('CreateHostAccount', credential);
    return { hostId: HostId, hostAccountId: HostAccountId };
  }

  const reach = (...Proxies: Members[]) => call('ModifyNetworkDomain', { NetworkDomainId: domain, Proxies });
  const ssh = (command: string, input?: Buffer) =>
    broker.client.ssh(broker.on({ name: 'web-branch' }), command, { input });
  const states = async (): Promise<Members[]> => {
    const { NetworkDomain } = await call('GetNetworkDomain', { NetworkDomainId: domain, CheckProxyState: 'true' });
    return NetworkDomain.Proxies;
  };

  /** The engineer's line and the code in the trail. */
  async function refused(): Promise<{ line: string; code: string }> {
    const run = await ssh('true');
    const [, line = '', id] = /^sallyport: (.*) \(request ([\dA-F-]{36})\)\n$/.exec(said(run)) ?? [];
    const connects = async () => (await broker.audited('Connect')).filter((row) => row['request_id'] === id);
    await eventually('the audit row', async () => (await connects()).length > 0);
    expect([run.status, line]).toEqual([255, expect.not.stringContaining(proxyPassword.reveal())]);
    return { line, code: (await connects())[0]!['result'] as string };
  }

  const kinds = [
    'ssh',
    'http',
    'http with a password',
    'socks5',
    'socks5 with a password',
    'socks5 of OpenSSH',
  ] as const;

  describe.each(kinds)('behind a proxy: %s', (kind) => {
    beforeAll(() => reach(proxies[kind]!));

    it('is reached by a name that the proxy resolves, and loses no byte in either direction', async () => {
      const sent = randomBytes(3_000_000);
      const run = await ssh('cat; head -c 500000 /dev/zero', sent);
      const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
      expect({ status: run.status, said: said(run) }).toEqual({ status: 0, said: '' });
      expect(digest(run.stdout)).toBe(digest(Buffer.concat([sent, Buffer.alloc(500_000)])));
    });

    it('says of the proxy that it is available', async () => {
      expect(await states()).toMatchObject([{ ProxyState: 'Available' }]);
    });
  });

  // ssh -D only hangs up then.
  describe.each(kinds.filter((kind) => kind !== 'socks5 of OpenSSH'))('behind a proxy: %s', (kind) => {
    beforeAll(() => reach(proxies[kind]!));

    it('says that the server cannot be reached, and through which proxy, while it is off', async () => {
      await target.powerOff();
      const { line, code } = await refused();
      await target.powerOn();
      const { Address, Port } = proxies[kind]!;
      expect(line).toMatch(
        new RegExp(
          `^the server cannot be reached: the proxy ${Address}:${Port} does not reach ${hostName}:\\d+ \\(.+\\)$`,
        ),
      );
      expect(code).toBe('HostUnreachable');
    });
  });

  describe.each(['ssh', 'http with a password', 'socks5 with a password'])('behind a proxy: %s', (kind) => {
    it('is not reached with a wrong password of the proxy, and the other proxy is not asked', async () => {
      const Password = Buffer.from('Wrong-Pass-9').toString('base64');
      await reach({ ...proxies[kind], Password }, { ...proxies['socks5'], NodeType: 'Slave' });
      const { line, code } = await refused();
      expect(line).toContain(`the proxy 127.0.0.1:${proxies[kind]!['Port']} `);
      expect(line).toMatch(/refused the (password|credential)/);
      expect(line).not.toContain('Wrong-Pass');
      expect(code).toBe('ProxyFailed');
      expect(await states()).toMatchObject([
        { NodeType: 'Master', ProxyState: 'Unavailable', ProxyStateErrorCode: 'CHECK_PWD_FAILED' },
        { NodeType: 'Slave', ProxyState: 'Available' },
      ]);
    });
  });

  describe('behind two proxies', () => {
    const sockets: Socket[] = [];
    let silent: NetServer;
    beforeAll(async () => {
      silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
      await eventually('it listens', () => silent.listening);
    });
    afterAll(() => {
      sockets.forEach((socket) => socket.destroy());
      silent.close();
    });

    it.each(['SSHProxy', 'HTTPProxy', 'Socks5Proxy'])(
      'is reached through the slave when the master, of the kind %s, is off or never answers',
      async (kind) => {
        for (const port of [1, (silent.address() as AddressInfo).port]) {
          await reach({ ...proxyOn(kind, port), ...proxyLogin }, { ...machine.ssh, NodeType: 'Slave' });
          expect((await ssh('echo through')).stdout.toString()).toBe('through\n');
        }
      },
    );

    it('is not reached while neither answers, and the engineer reads of both', async () => {
      await reach(proxyOn('HTTPProxy', 1), { ...proxyOn('Socks5Proxy', 2), NodeType: 'Slave' });
      expect(await refused()).toEqual({
        line:
          'no proxy of the network domain can be used: the proxy 127.0.0.1:1 cannot be reached (ECONNREFUSED); ' +
          'the proxy 127.0.0.1:2 cannot be reached (ECONNREFUSED)',
        code: 'ProxyFailed',
      });
    });
  });

  it('is dialled through a changed proxy from the next connection on, while an open one goes on', async () => {
    await reach(proxies['ssh']!);
    const open = await broker.client.start(broker.on({ name: 'web-branch' }), ['target', 'cat']);
    let echoed = '';
    open.stdout!.on('data', (chunk: Buffer) => (echoed += chunk.toString()));
    open.stdin!.write('before\n');
    await eventually('it is open', () => echoed === 'before\n');
    await reach(proxyOn('HTTPProxy', 1));
    expect((await refused()).code).toBe('ProxyFailed');
    open.stdin!.end('after\n');
    await eventually('it goes on', () => echoed === 'before\nafter\n' && open.exitCode === 0);
  });

  it('is not reached through an SSH proxy that forwards nothing', async () => {
    const closed = await ProxyMachine.start([hostName], ['AllowTcpForwarding no']);
    await reach(closed.ssh);
    expect(await refused()).toMatchObject({ line: expect.stringMatching(/does not reach .*\(.*prohibited.*\)$/) });
    await closed.stop();
  });

  it('is not reached, and no password is sent, when the host key of the SSH proxy has changed', async () => {
    const changed = await ProxyMachine.start([hostName]);
    await reach(changed.ssh);
    expect((await ssh('true')).status).toBe(0);
    await logged(changed.sshd, /Disconnected from user hop/g, 1);
    await changed.sshd.replaceHostKeys();
    const before = (await changed.sshd.log()).length;
    const { line, code } = await refused();
    expect(line).toMatch(/the proxy 127\.0\.0\.1:\d+ cannot be used: .* did not show the trusted host key$/);
    expect(code).toBe('ProxyFailed');
    expect((await changed.sshd.log()).slice(before)).not.toMatch(/hop/);
    expect(await states()).toMatchObject([{ ProxyState: 'Unavailable', ProxyStateErrorCode: 'UNEXPECTED' }]);
    await changed.stop();
  });

  it('has a pin of its own, and a server in the built-in domain with the same address another', async () => {
    await reach(proxies['ssh']!);
    const fingerprint = async (HostId: string) => (await call('GetHost', { HostId })).Host.Protocols[0].HostFingerPrint;
    const near = await newHost('near-branch', hostName);
    expect([await fingerprint(host.hostId), await fingerprint(near.hostId)]).toEqual([expect.any(String), undefined]);
  });

  it('has the secret of its ECS instance rotated through the same proxy', async () => {
    await reach(proxies['ssh']!);
    const { managementCredential: management, port } = target;
    const server = { instanceName: 'branch', osType: 'Linux', address: hostName, port, management } as const;
    const { instanceId } = await broker.app.get(InstancesService).register(broker.root, server);
    const place = { SecretSubType: 'Password', RegionId: 'cn-hangzhou', InstanceId: instanceId };
    await broker.kms('CreateSecret', {
      SecretName: 'acs/ecs/branch',
      SecretType: 'ECS',
      VersionId: 'v1',
      SecretData: JSON.stringify({ UserName: 'rotated', Password: password }),
      ExtendedConfig: JSON.stringify(place),
    });
    const source = { Source: 'Ecs', SourceInstanceId: instanceId, InstanceRegionId: 'cn-hangzhou' };
    const draft = { HostName: 'ecs-branch', OSType: 'Linux', ActiveAddressType: 'Private', NetworkDomainId: domain };
    await call('CreateHost', { ...draft, ...source });
    await broker.kms('RotateSecret', { SecretName: 'acs/ecs/branch', VersionId: 'v2' });
    const current = async () => (await broker.kms('GetSecretValue', { SecretName: 'acs/ecs/branch' }))['VersionId'];
    await eventually('the candidate is current', async () => (await current()) === 'v2', 30_000);
  });

  it('is dialled at the address of the other type once that is the active one', async () => {
    await reach(proxies['ssh']!);
    const { hostId } = await newHost('two-ways', hostName, {
      NetworkDomainId: domain,
      HostPublicAddress: 'nowhere.test',
    });
    const HostAccounts = (await call('ListHostAccounts', { HostId: hostId })).HostAccounts;
    const { Users } = await call('ListUsers', { UserName: 'alice' });
    await broker.grant(Users[0].UserId, { hostId, hostAccountId: HostAccounts[0].HostAccountId });
    const on = () => broker.client.ssh(broker.on({ name: 'two-ways' }), 'echo here');
    expect((await on()).stdout.toString()).toBe('here\n');
    await call('ModifyHostsActiveAddressType', { HostIds: [hostId], ActiveAddressType: 'Public' });
    expect(said(await on())).toContain('does not reach nowhere.test');
    await call('ModifyHostsActiveAddressType', { HostIds: [hostId], ActiveAddressType: 'Private' });
    expect((await on()).stdout.toString()).toBe('here\n');
  });
});
