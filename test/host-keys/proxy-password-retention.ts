import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Redacted } from '../../src/common/redacted.ts';
import { throughSocks5 } from '../../src/host-keys/proxies/socks5-proxy.ts';
import { alive } from '../support/memory.ts';

// Connects through a SOCKS5 proxy with a password. Prints, as JSON, whether the password is in memory afterwards. A
// program of its own, because a snapshot takes the longer the more else there is in the process.

const answers = [
  [5, 2],
  [1, 0],
  [5, 0, 0, 1, 127, 0, 0, 1, 0, 22],
];
const server = createServer((socket) => socket.on('data', () => socket.write(Buffer.from(answers.shift()!))));
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
const password = Buffer.from(randomBytes(16).toString('hex'));
const held = Buffer.from(randomBytes(16).toString('hex'));

async function connect(): Promise<string> {
  const login = { userName: 'hop', password: new Redacted(password.toString()) };
  const proxy = { kind: 'socks5', address: '127.0.0.1', port, ...login } as const;
  const stream = await throughSocks5(proxy, { host: 'server', port: 22 }, new AbortController().signal);
  stream.destroy();
  return held.toString();
}

const kept = await connect();
const [heldText, passwordText] = await alive([held, password]);
server.close();
console.log(JSON.stringify({ heldText, passwordText, kept: kept.length }));
