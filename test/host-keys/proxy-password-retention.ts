import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Redacted } from '../../src/common/redacted.ts';
import { throughHttp } from '../../src/host-keys/proxies/http-proxy.ts';
import type { ProxyConnector } from '../../src/host-keys/proxies/proxy-connection.ts';
import { throughSocks5 } from '../../src/host-keys/proxies/socks5-proxy.ts';
import { alive } from '../support/memory-marks.ts';

// Connects through proxies with passwords. Prints, as JSON, which passwords are in memory while the connections are
// open. A program of its own, because a snapshot takes the longer the more else there is in the process.

const streams: Duplex[] = [];

async function connect(through: ProxyConnector, answers: Buffer[], password: Buffer): Promise<void> {
  const server = createServer((socket) => socket.on('data', () => socket.write(answers.shift()!)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  server.unref();
  const { port } = server.address() as AddressInfo;
  const login = { userName: 'hop', password: new Redacted(password.toString()) };
  const proxy = { kind: 'http', address: '127.0.0.1', port, ...login } as const;
  streams.push(await through(proxy, { host: 'server', port: 22 }, new AbortController().signal));
}

const newPassword = () => Buffer.from(randomBytes(16).toString('hex'));
const [socks5, http, held] = [newPassword(), newPassword(), newPassword()];
const granted = [5, 0, 0, 1, 127, 0, 0, 1, 0, 22];
await connect(throughSocks5, [Buffer.from([5, 2]), Buffer.from([1, 0]), Buffer.from(granted)], socks5);
await connect(throughHttp, [Buffer.from('HTTP/1.1 200 OK\r\n\r\n')], http);
const inHeader = Buffer.from(Buffer.concat([Buffer.from('hop:'), http]).toString('base64'));
const kept = held.toString();
const [heldText, ...passwordTexts] = await alive([held, socks5, http, inHeader]);
const open = streams.filter(({ destroyed }) => !destroyed).length;
process.stdout.write(JSON.stringify({ heldText, passwordTexts, open, kept: kept.length }));
for (const stream of streams) stream.destroy();
