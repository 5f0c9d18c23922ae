import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { oneLine } from '../../common/printable.ts';
import type { NetworkProxy } from '../network-routes.api.ts';
import type { ProxyError } from '../proxy-error.api.ts';
import {
  authorityOf,
  passwordRefused,
  proxyError,
  targetUnreachable,
  unreachable,
  type Destination,
  type ProxyConnector,
} from './proxy-connection.ts';

/** In bytes, of all headers of the proxy's answer. */
const maxHeaderSize = 8_192;

/** Connects through an HTTP proxy (CONNECT: RFC 9110, section 9.3.6). */
export const throughHttp: ProxyConnector = (proxy, destination, signal) =>
  new Promise((resolve, reject) => {
    const { address: host, port } = proxy;
    const path = authorityOf(destination);
    const headers = { Host: path, ...authorizationOf(proxy) };
    const asked = request({ method: 'CONNECT', host, port, path, headers, agent: false, signal, maxHeaderSize });
    asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      const refusal = refusalOf(proxy, destination, answer);
      if (refusal) {
        socket.destroy();
        return reject(refusal);
      }
      resolve(opened(socket, head));
    });
    asked.once('error', (error: NodeJS.ErrnoException) => reject(explained(proxy, error)));
    asked.end();
  });

function authorizationOf({ userName, password }: NetworkProxy): Record<string, string> {
  if (!password) return {};
  const pair = Buffer.from(`${userName}:${password.reveal()}`).toString('base64');
  return { 'Proxy-Authorization': `Basic ${pair}` };
}

function refusalOf(proxy: NetworkProxy, destination: Destination, answer: IncomingMessage): ProxyError | undefined {
  const { statusCode = 0, statusMessage = '' } = answer;
  if (statusCode >= 200 && statusCode < 300) return undefined;
  // tinyproxy answers 401 to a wrong password.
  if (statusCode === 407 || statusCode === 401) return passwordRefused(proxy);
  return targetUnreachable(proxy, destination, oneLine(`${statusCode} ${statusMessage}`));
}

/** `head` came right behind the answer. */
function opened(socket: Socket, head: Buffer): Duplex {
  socket.setNoDelay(true).setKeepAlive(true);
  if (head.length > 0) socket.unshift(head);
  return socket;
}

function explained(proxy: NetworkProxy, error: NodeJS.ErrnoException): ProxyError {
  return error.code?.startsWith('HPE_')
    ? proxyError(proxy, 'other', 'does not follow the HTTP protocol')
    : unreachable(proxy, error);
}
