import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NetworkProxy } from '../../src/host-keys/network-routes.api.ts';
import type { PinnedLogins } from '../../src/host-keys/pinned-logins.ts';
import { ProxiedConnections } from '../../src/host-keys/proxied-connections.ts';
import { ProxyError } from '../../src/host-keys/proxy-error.api.ts';
import { eventually } from '../support/eventually.ts';
import { runProgram } from '../support/service-process.ts';

/** What a proxy answers, one part for each message of ours. */
type Answers = readonly (string | readonly number[])[];

const noPassword = [5, 0];
const boundTo4 = [1, 127, 0, 0, 1, 0, 22];
const version = 'SSH-2.0-x\r\n';

describe('a proxy', () => {
  let server: Server;
  let proxy: NetworkProxy;
  const sockets: Socket[] = [];
  const connections = new ProxiedConnections({} as PinnedLogins);
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function start(kind: NetworkProxy['kind'], answers: Answers, inBytes: boolean): Promise<void> {
    server = createServer({ noDelay: true }, (socket) => {
      const left = [...answers];
      sockets.push(socket.on('error', () => undefined));
      socket.on('data', async () => {
        const answer = Buffer.from((left.shift() ?? []) as string);
        for (const part of inBytes ? [...answer].map((byte) => Buffer.from([byte])) : [answer]) {
          if (part.length > 0) socket.write(part);
          await nextTurn();
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = { kind, address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }
  const open = () =>
    connections.open('an account', [proxy], { host: 'server', port: 22 }, new AbortController().signal);
  const heard = async (stream: Duplex, length: number) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await eventually('what the server says', () => text.length >= length);
    stream.destroy();
    return text;
  };

  const text = [...Buffer.from(version)];
  const bound = {
    'an IPv4 address': boundTo4,
    'an IPv6 address': [4, ...Array.from({ length: 16 }, () => 0), 0, 22],
    'a name': [3, 4, ...Buffer.from('name'), 0, 22],
    'an empty name': [3, 0, 0, 22],
  };
  const working: [string, NetworkProxy['kind'], Answers][] = [
    ...Object.entries(bound).map(([name, address]): [string, NetworkProxy['kind'], Answers] => [
      `SOCKS5, bound to ${name}`,
      'socks5',
      [noPassword, [5, 0, 0, ...address, ...text]],
    ]),
    ['HTTP', 'http', [`HTTP/1.1 200 OK\r\nVia: x\r\n\r\n${version}`]],
    ['HTTP/1.0', 'http', [`HTTP/1.0 200 Connection established\r\n\r\n${version}`]],
    ['HTTP with a length that means nothing', 'http', [`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${version}`]],
  ];
  for (const inBytes of [true, false]) {
    it.each(working)(
      `whose answer comes ${inBytes ? 'byte by byte' : 'at once'} connects: %s`,
      async (_name, kind, answers) => {
        await start(kind, answers, inBytes);
        expect(await heard(await open(), version.length)).toBe(version);
      },
    );
  }

  it.each<[string, NetworkProxy['kind'], Answers, string, string]>([
    ['a refusal by an unknown code', 'socks5', [noPassword, [5, 0xf0, 0, ...boundTo4]], 'other', 'does not follow'],
    ['a refusal', 'socks5', [noPassword, [5, 5, 0, ...boundTo4]], 'target', '(ConnectionRefused)'],
    ['an answer of SOCKS4', 'socks5', [noPassword, [4, 0, 0, ...boundTo4]], 'other', 'does not follow'],
    ['an unknown kind of address', 'socks5', [noPassword, [5, 0, 0, 9, 1, 1, 1, 1, 1, 1]], 'other', 'does not follow'],
    ['another protocol', 'socks5', ['HTTP/1.1 400 Bad Request\r\n\r\n'], 'other', 'does not follow'],
    ['another protocol', 'http', [version], 'other', 'does not follow'],
    ['headers without end', 'http', [`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`], 'other', 'does not follow'],
    ['a refusal', 'http', ['HTTP/1.1 403 \u009b31mNo\r\n\r\n'], 'target', '?31mNo)'],
  ])('that answers with %s is reported (%s)', async (_name, kind, answers, fault, words) => {
    await start(kind, answers, false);
    const error = (await open().catch((thrown: unknown) => thrown)) as ProxyError;
    expect(error).toBeInstanceOf(ProxyError);
    expect([error.fault, error.message]).toEqual([fault, expect.stringContaining(words)]);
  });
});

describe('a connection through a proxy', () => {
  it('holds no password of the proxy', async () => {
    const { stdout, stderr } = await runProgram('test/host-keys/proxy-password-retention.ts', {});
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      heldText: true,
      passwordTexts: [false, false, false],
      open: 2,
      kept: 32,
    });
  });
});
