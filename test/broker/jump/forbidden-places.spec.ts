import dns from 'node:dns';
import { networkInterfaces } from 'node:os';
import { mock } from 'node:test';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { describeWithSshd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, type Server } from '../broker-under-test.ts';

const window = 1024 * 1024;
const prohibited = 1;
const notGranted = 'the host or the account does not exist, or you may not use it';
const ourPorts = 'sallyport: ports are not forwarded here';

// Named after the rows of the attacks that are known from other bastions.
describeWithSshd('what a raw client cannot reach', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let userId: string;
  const clients: RawSshClient[] = [];

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    userId = await broker.engineer('alice', [web]);
  });
  afterEach(() => mock.restoreAll());
  afterAll(async () => {
    for (const client of clients) client.close();
    await broker.stop();
  });

  async function loggedIn(userName: string): Promise<RawSshClient> {
    const client = await RawSshClient.connect({ port: broker.port });
    clients.push(client);
    client.requestService();
    await client.logIn(userName, engineerPassword.reveal());
    return client;
  }

  function open(client: RawSshClient, type: string, ...fields: Buffer[]): void {
    client.send(90, wireString(type), uint32(7), uint32(window), uint32(32_768), ...fields);
  }

  const tcpip = (host: string, port: number) => [wireString(host), uint32(port), wireString('127.0.0.1'), uint32(1)];

  /** The reason code and the text with which a channel is refused. */
  async function refusal(client: RawSshClient): Promise<[number, string]> {
    const answer = await client.next(91, 92);
    if (answer[0] === 91) return [0, 'opened'];
    return [answer.readUInt32BE(5), answer.subarray(13, 13 + answer.readUInt32BE(9)).toString()];
  }

  /** A host whose address an administrator has set, with an account that alice may use. */
  async function hostAt(address: string, port: number): Promise<string> {
    const name = `host-${address.replaceAll(/[^a-z0-9]/g, '-')}`;
    const HostId = await broker.localHost(name, port);
    await broker.bastionhost('ModifyHost', { HostId, HostPrivateAddress: address });
    const credential = { HostId, HostAccountName: account, ProtocolName: 'SSH', Password: 'Some-1' };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', credential);
    await broker.grant(userId, { hostId: HostId, hostAccountId: HostAccountId });
    return name;
  }

  describe('Z1: ports of a target', () => {
    it.each([
      ['the port of SSH, where the server is', 'localhost', () => 22],
      ['the port on which its sshd listens', '127.0.0.1', () => web.sshd.port],
      ['another address', '10.0.0.1', () => 80],
      ['another address of the loopback', '127.0.0.2', () => 80],
      ['a name for it', 'localhost.localdomain', () => 80],
    ])('from a session to a target: %s, whatever the setting says', async (_, host, port) => {
      const client = await loggedIn(`alice@${account}@web-01`);
      for (const AllowLoopbackForwarding of ['true', 'false']) {
        await broker.bastionhost('ModifyInstanceSettings', { AllowLoopbackForwarding });
        open(client, 'direct-tcpip', ...tcpip(host, port()));
        const [code, text] = await refusal(client);
        expect([code, text]).toEqual([prohibited, expect.stringMatching(/^sallyport: .*forwarded/)]);
      }
    });

    it('from the lobby: another port of a granted host than that of SSH', async () => {
      const client = await loggedIn('alice');
      open(client, 'direct-tcpip', ...tcpip('web-01', 80));
      expect(await refusal(client)).toEqual([prohibited, `sallyport: only SSH is connected, on port ${web.sshd.port}`]);
    });
  });

  describe('Z2: addresses inside', () => {
    it.each([
      ['loopback by name', 'localhost', 22],
      ['loopback of IPv6', '::1', 22],
      ['any address', '0.0.0.0', 22],
      ['metadata', '100.100.100.200', 80],
      ['metadata of others', '169.254.169.254', 80],
      ['the database', '127.0.0.1', 5432],
      ['a name that nobody was granted', 'db-01', 22],
      ['a name with a wildcard', 'web-*', 22],
      ['a name that is nothing but a pattern of SQL', '%', 22],
      ['a name with an injection', "web-01' or '1'='1", 22],
      ['a look-alike', 'ｗeb-01', 22],
      ['the longest name', 'x'.repeat(253), 22],
    ])('from the lobby: %s', async (_, host, port) => {
      const client = await loggedIn('alice');
      open(client, 'direct-tcpip', ...tcpip(host, port));
      const [code, text] = await refusal(client);
      expect(code).toBe(prohibited);
      expect(text).toMatch(new RegExp(`^sallyport: (${notGranted}|only SSH is connected, on port ${web.sshd.port})$`));
    });

    it.each([
      ['no port', 'web-01', 0],
      ['no TCP port', 'web-01', 65_536],
      ['no name', '', 22],
      ['a NUL in the name', 'web-01\0', 22],
      ['a line break in the name', 'web-01\n', 22],
      ['too long a name', 'x'.repeat(65_536), 22],
    ])('from the lobby: %s', async (_, host, port) => {
      const client = await loggedIn('alice');
      open(client, 'direct-tcpip', ...tcpip(host, port));
      expect(await refusal(client)).toEqual([prohibited, 'sallyport: this is no address of a host']);
    });

    it.each([
      '127.0.0.1',
      '127.0.0.3',
      '0x7f.1',
      '2130706433',
      'localhost',
      '0:0::1',
      '::ffff:7f00:1',
      ...ownAddresses(),
    ])('the bastion itself, where an administrator made a host of %s', async (address) => {
      const name = await hostAt(address, broker.port);
      const client = await loggedIn('alice');
      open(client, 'direct-tcpip', ...tcpip(name, 22));
      const [code, text] = await refusal(client);
      expect([code, text]).toEqual([prohibited, expect.stringContaining('leads back to the bastion')]);
      const direct = await broker.client.ssh(broker.login(`alice@${account}@${name}`), 'true');
      expect(direct.stderr).toContain('leads back to the bastion');
    });

    it('the bastion itself, where the name of a host leads there once it has been judged', async () => {
      const name = await hostAt('rebound.example', broker.port);
      const { lookup } = dns;
      mock.method(dns.promises, 'lookup', async () => [{ address: '192.0.2.77', family: 4 }]);
      const { mock: rebound } = mock.method(dns, 'lookup', (host: string, ...rest: [object, () => void]) =>
        lookup(host === 'rebound.example' ? '127.0.0.1' : host, ...rest),
      );
      const run = await broker.client.ssh(broker.login(`alice@${account}@${name}`), 'true');
      expect(run.stderr).toContain('the server cannot be reached');
      expect(rebound.callCount()).toBeGreaterThan(0);
    });

    it.each(['169.254.169.254', '100.100.100.200'])(
      'metadata, where an administrator made a host of it',
      async (address) => {
        const name = await hostAt(address, 80);
        const client = await loggedIn('alice');
        open(client, 'direct-tcpip', ...tcpip(name, 80));
        expect(await refusal(client)).toEqual([prohibited, expect.stringContaining('where no host can be')]);
      },
    );
  });

  describe('Z6: other channels and requests', () => {
    it.each(['x11', 'forwarded-tcpip', 'auth-agent@openssh.com', 'tun@openssh.com', 'direct-streamlocal@openssh.com'])(
      'channels of type %s, at a target and in the lobby',
      async (type) => {
        for (const userName of ['alice', `alice@${account}@web-01`]) {
          const client = await loggedIn(userName);
          open(client, type, wireString('/run/docker.sock'), wireString(''), uint32(0));
          const [code, text] = await refusal(client);
          expect([code, text]).toEqual([prohibited, expect.stringMatching(/^sallyport: /)]);
        }
      },
    );

    it.each(['tcpip-forward', 'streamlocal-forward@openssh.com', 'cancel-tcpip-forward'])(
      'the global request %s',
      async (name) => {
        const client = await loggedIn('alice');
        client.send(80, wireString(name), 1, wireString('0.0.0.0'), uint32(8080));
        expect((await client.next(81, 82))[0]).toBe(82);
      },
    );

    it('a shell, a command or a subsystem on a channel to a host', async () => {
      const client = await loggedIn('alice');
      open(client, 'direct-tcpip', ...tcpip('web-01', 22));
      const channel = (await client.next(91)).readUInt32BE(5);
      for (const [name, ...fields] of [
        ['shell'],
        ['exec', wireString('id')],
        ['subsystem', wireString('sftp')],
      ] as const) {
        client.send(98, uint32(channel), wireString(name), 1, ...fields);
        expect((await client.next(99, 100))[0]).toBe(100);
      }
    });

    it.each(['internal-sftp', 'netconf', 'SFTP', 'sftp ', 'sftp\0', 'shell', ''])(
      'the subsystem %j, at a target and in the lobby',
      async (name) => {
        for (const userName of ['alice', `alice@${account}@web-01`]) {
          const client = await loggedIn(userName);
          open(client, 'session');
          const channel = uint32((await client.next(91)).readUInt32BE(5));
          client.send(98, channel, wireString('subsystem'), 1, wireString(name));
          expect((await client.next(95)).toString()).toContain('sftp is the only subsystem allowed');
          await client.next(97);
          expect(client.has(94)).toBe(false);
        }
      },
    );

    it('a port of the target, while the setting is off', async () => {
      await broker.bastionhost('ModifyInstanceSettings', { AllowLoopbackForwarding: 'false' });
      const client = await loggedIn(`alice@${account}@web-01`);
      open(client, 'direct-tcpip', ...tcpip('localhost', 8080));
      expect(await refusal(client)).toEqual([prohibited, `${ourPorts}; an administrator can allow it`]);
    });
  });
});

/** One of each family that other machines know, as far as there are any, in several spellings. */
function ownAddresses(): string[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.filter(({ internal }) => !internal).map(({ address, family }) => ({ name, address, family })),
  );
  const of = (wanted: string) => all.filter(({ family }) => family === wanted).slice(0, 1);
  return [
    ...of('IPv4').flatMap(({ address }) => [address, `::ffff:${address}`]),
    ...of('IPv6').flatMap(({ name, address }) => [address, address.toUpperCase(), `${address}%${name}`]),
  ];
}
