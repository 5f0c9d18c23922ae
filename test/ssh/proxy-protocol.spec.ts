import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { queryObjects } from 'node:v8';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { InvalidProxyHeader, readProxyHeader } from '../../src/ssh/proxy-protocol/proxy-header.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { firstFreePort } from '../../src/demo/loopback-port.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import { ProxyingWay } from '../support/proxying-way.ts';
import { describeWithPrograms } from '../support/requirements.ts';

const signature = '0d0a0d0a000d0a515549540a';
const v2 = (command: string, family: string, body: string, length = body.length / 2) =>
  Buffer.from(`${signature}${command}${family}${length.toString(16).padStart(4, '0')}${body}`, 'hex');
const tcp4 = `cb007109${'7f000001'}${'d431'}${'0016'}`;
const tcp6 = `${'20010db8'}${'0'.repeat(23)}9${'0'.repeat(31)}1${'d431'}${'0016'}`;
const tcp4AsTcp6 = `${'0'.repeat(20)}ffffcb007109${'0'.repeat(20)}ffff7f000001${'d431'}${'0016'}`;
const fromIpv4 = { address: '203.0.113.9', port: 54_321 };
const fromIpv6 = { address: '2001:db8::9', port: 54_321 };

describe('a header of PROXY protocol', () => {
  it.each([
    ['v1, IPv4', 'PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n', fromIpv4],
    ['v1, IPv6', 'PROXY TCP6 2001:db8::9 ::1 54321 22\r\n', fromIpv6],
    ['v1, unknown', 'PROXY UNKNOWN\r\n', undefined],
    ['v1, unknown with addresses', 'PROXY UNKNOWN ffff::1 ffff::1 65535 65535\r\n', undefined],
    ['v2, IPv4', v2('21', '11', tcp4), fromIpv4],
    ['v2, IPv6', v2('21', '21', tcp6), fromIpv6],
    ['v2, with more behind the addresses', v2('21', '11', `${tcp4}0400030000ff`), fromIpv4],
    ['v2, local', v2('20', '00', ''), undefined],
    ['v2, local, with addresses that mean nothing', v2('20', '11', tcp4), undefined],
    ['v2, unspecified', v2('21', '00', 'ffff'), undefined],
  ])('%s, is read, alone, byte by byte and before what follows it', (_name, text, source) => {
    const header = Buffer.from(text);
    expect(readProxyHeader(header)).toEqual({ length: header.length, source });
    expect(readProxyHeader(Buffer.concat([header, Buffer.from('SSH-2.0-x\r\n')]))).toEqual({
      length: header.length,
      source,
    });
    for (let length = 0; length < header.length; length++)
      expect(readProxyHeader(header.subarray(0, length))).toBeUndefined();
  });

  it.each<[string, string | Buffer]>([
    ['no header', 'SSH-2.0-x\r\n'],
    ['another protocol', 'PROXY UDP4 203.0.113.9 127.0.0.1 54321 22\r\n'],
    ['addresses of the other family', 'PROXY TCP4 2001:db8::9 ::1 54321 22\r\n'],
    ['a name instead of an address', 'PROXY TCP4 localhost 127.0.0.1 54321 22\r\n'],
    ['no port', 'PROXY TCP4 203.0.113.9 127.0.0.1 54321\r\n'],
    ['a port above 65535', 'PROXY TCP4 203.0.113.9 127.0.0.1 65536 22\r\n'],
    ['a port in another spelling', 'PROXY TCP4 203.0.113.9 127.0.0.1 0x10 22\r\n'],
    ['two blanks', 'PROXY TCP4  203.0.113.9 127.0.0.1 54321 22\r\n'],
    ['a line without end', `PROXY UNKNOWN ${'x'.repeat(100)}`],
    ['v2 of another version', v2('31', '11', tcp4)],
    ['v2 with another command', v2('22', '11', tcp4)],
    ['v2 over UDP', v2('21', '12', tcp4)],
    ['v2 over a Unix socket', v2('21', '31', '00'.repeat(216))],
    ['v2 with truncated addresses', v2('21', '21', tcp4)],
    ['v2 of 64 KiB', v2('21', '11', tcp4, 65_535)],
  ])('is refused: %s', (_name, text) => {
    expect(() => readProxyHeader(Buffer.from(text))).toThrow(InvalidProxyHeader);
  });
});

describeWithPrograms(['ssh', 'haproxy'], 'a listener behind a proxy', () => {
  let keys: TestKeys;
  let server: ListenerUnderTest;
  let openssh: OpensshClient;
  const ways: ProxyingWay[] = [];
  beforeAll(async () => (keys = await makeKeys()));
  beforeEach(async () => (openssh = await OpensshClient.create()));
  afterEach(async () => {
    await Promise.all([...ways.splice(0).map((way) => way.close()), server.stop(), openssh.close()]);
  });

  const start = async (isProxy = (address: string): boolean => address === '127.0.0.1', more = {}) =>
    (server = await ListenerUnderTest.start(keys, { isProxy, ...more }));
  const via = async (...chunks: (string | Buffer)[]) => {
    ways.push(await ProxyingWay.to(server.port, ...chunks));
    return ways.at(-1)!.port;
  };
  const logIn = async (port: number, options: string[] = []) => {
    const login = { port, user: 'alice', password: new Redacted(ListenerUnderTest.password), options };
    const ssh = await openssh.start(login, ['-N', 'target']);
    await eventually('alice is in', () => server.logins.length === 1 || ssh.exitCode !== null);
    ssh.kill();
    return server.logins[0]?.source;
  };

  it.each([
    ['v1', ['PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n'], fromIpv4],
    ['v2', [v2('21', '21', tcp6)], fromIpv6],
    ['v1, byte by byte', [...'PROXY TCP6 2001:db8::9 ::1 54321 22\r\n'], fromIpv6],
    ['v2, byte by byte', [...v2('21', '11', tcp4)].map((byte) => Buffer.from([byte])), fromIpv4],
    ['an IPv4 address as IPv6', ['PROXY TCP6 ::ffff:203.0.113.9 ::1 54321 22\r\n'], fromIpv4],
    ['an IPv4 address as IPv6, in hexadecimal', ['PROXY TCP6 ::ffff:cb00:7109 ::1 54321 22\r\n'], fromIpv4],
    ['an IPv4 address as IPv6, v2', [v2('21', '21', tcp4AsTcp6)], fromIpv4],
    ['IPv6 in another spelling', ['PROXY TCP6 2001:0DB8:0:0::9 ::1 54321 22\r\n'], fromIpv6],
  ])("takes the client's address from the header: %s", async (_name, chunks, source) => {
    await start();
    expect(await logIn(await via(...chunks))).toEqual(source);
  });

  it('takes a proxy that sends an unknown address for the client', async () => {
    await start();
    expect(await logIn(await via('PROXY UNKNOWN\r\n'))).toMatchObject({ address: '127.0.0.1' });
  });

  it.each(['send-proxy', 'send-proxy-v2'])('understands haproxy with %s, its health checks too', async (keyword) => {
    await start();
    const configuration = join(openssh.folder, 'haproxy.cfg');
    let haproxy: ChildProcess | undefined;
    const port = await firstFreePort(async (each) => {
      if (await isListening(each)) return false;
      await writeFile(
        configuration,
        `defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen ssh
  bind 127.0.0.1:${each}
  server sallyport 127.0.0.1:${server.port} check inter 100 ${keyword} check-send-proxy
`,
      );
      const started = (haproxy = spawn('haproxy', ['-f', configuration, '-db'], { stdio: 'ignore' }));
      await eventually('haproxy listens or has ended', async () => started.exitCode !== null || isListening(each));
      return started.exitCode === null;
    });
    expect(await logIn(port, ['BindAddress 127.0.0.2'])).toMatchObject({ address: '127.0.0.2' });
    haproxy?.kill();
  });

  it('reads what follows the header in the same segment', async () => {
    await start();
    const socket = server.socket();
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    socket.write('PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\nSSH-2.0-x\r\n');
    await eventually('keys are offered', () => heard.includes('kex-strict-s-v00@openssh.com'));
    expect(heard).toMatch(/^SSH-2\.0-/);
  });

  it.each([
    ['a client that sends no header', 'SSH-2.0-x\r\n', 'PROXY protocol is required from this address'],
    ['a malformed header', 'PROXY TCP4 x y 1 2\r\n', 'the line is malformed'],
    ['a header that is too long', v2('21', '11', tcp4, 65_535), 'the header is too long'],
  ])('disconnects %s with a message', async (_name, text, words) => {
    await start();
    const socket = server.socket();
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    socket.write(text);
    await eventually('it is told', () => heard.includes(words) && socket.closed);
    expect(server.questions).toEqual([]);
  });

  it("A10: ends a connection whose client sends a header of its own behind the proxy's", async () => {
    await start();
    const header = (address: string) => `PROXY TCP4 ${address} 127.0.0.1 54321 22\r\n`;
    expect(await logIn(await via(header('203.0.113.9'), header('198.51.100.7')))).toBeUndefined();
  });

  it('tells OpenSSH that a header is needed', async () => {
    await start();
    const { stderr } = await openssh.ssh({ port: server.port, user: 'alice' }, 'true');
    expect(stderr).toContain('PROXY protocol is required from this address: there is no header');
  });

  it.each([
    ['v1', ['PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n']],
    ['v1, byte by byte', [...'PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n']],
    ['v2', [v2('21', '11', tcp4)]],
    ['v2, byte by byte', [...v2('21', '11', tcp4)].map((byte) => Buffer.from([byte]))],
  ])('A10: refuses a header from anybody else: %s', async (_name, chunks) => {
    await start(() => false);
    const { status, stderr } = await openssh.ssh({ port: await via(...chunks), user: 'alice' }, 'true');
    expect([status, stderr]).toEqual([
      255,
      expect.stringContaining('PROXY protocol is not accepted from this address'),
    ]);
  });

  it('A10: counts the places of the clients, not of the proxy', async () => {
    await start(undefined, { limits: { maxUnauthenticatedPerAddress: 1 } });
    const sockets = ['203.0.113.1', '203.0.113.2', '203.0.113.1'].map((address) => {
      const socket = server.socket();
      socket.write(`PROXY TCP4 ${address} 127.0.0.1 54321 22\r\n`);
      return socket;
    });
    await eventually('the first of two has made room', () => sockets[0]!.closed);
    expect(sockets.map(({ closed }) => closed)).toEqual([true, false, false]);
  });

  it('lets no more connections wait for their header than there are places', async () => {
    await start(undefined, { limits: { maxUnauthenticated: 3 } });
    const silent = Array.from({ length: 20 }, () => server.socket());
    await eventually('the others are gone', () => silent.filter(({ closed }) => closed).length === 17);
    expect(await logIn(await via('PROXY TCP4 203.0.113.9 127.0.0.1 54321 22\r\n'))).toEqual(fromIpv4);
  });

  it('keeps nothing of connections that end before their header', async () => {
    await start();
    const sockets = () => queryObjects(Socket, { format: 'count' });
    const before = sockets();
    for (let round = 0; round < 10; round++) {
      const clients = Array.from({ length: 20 }, () => server.socket());
      await Promise.all(clients.map((client) => once(client, 'connect')));
      for (const client of clients) client.end();
      await eventually('they are gone', () => server.listener.connections === 0);
    }
    server.forgetClients();
    await eventually('nothing is left of them', () => sockets() <= before + 20);
  });
});
