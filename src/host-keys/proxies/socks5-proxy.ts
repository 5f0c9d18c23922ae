import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SocksClient, type SocksProxy } from 'socks';
import type { NetworkProxy } from '../network-routes.api.ts';
import type { ProxyError } from '../proxy-error.api.ts';
import {
  passwordRefused,
  proxyError,
  targetUnreachable,
  unreachable,
  type Destination,
  type ProxyConnector,
} from './proxy-connection.ts';

/**
 * Connects through a SOCKS5 proxy (RFC 1928), with its password where there is one (RFC 1929). The caller has to listen
 * before the next turn of the event loop: what came right behind the proxy's answer is emitted then.
 */
export const throughSocks5: ProxyConnector = async (proxy, destination, signal) => {
  const socket = await connected(proxy, signal);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const { address: host, port, userName, password } = proxy;
  const server: SocksProxy = { host, port, type: 5, userId: userName, password: password?.reveal() };
  try {
    const request = { proxy: server, command: 'connect', destination, existing_socket: socket } as const;
    const { remoteHost } = await SocksClient.createConnection(request);
    // The library takes an address of an unknown kind for what the server says.
    if (!remoteHost) throw new Error('an address of an unknown kind');
    return socket;
  } catch (error) {
    socket.destroy();
    // Without its cause, which holds the password.
    throw explained(proxy, destination, String((error as Error).message));
  } finally {
    signal.removeEventListener('abort', stop);
    // The library holds this for half a minute.
    delete server.password;
  }
};

async function connected(proxy: NetworkProxy, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: proxy.address, port: proxy.port, noDelay: true, keepAlive: true });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw unreachable(proxy, error);
  }
}

/** What the library calls an answer of another version, and one with a code that RFC 1928 does not have. */
const notRefusals: readonly string[] = ['Granted', 'undefined'];

/** The library tells its errors apart by their messages alone. */
function explained(proxy: NetworkProxy, destination: Destination, message: string): ProxyError {
  if (/authentication/i.test(message)) return passwordRefused(proxy);
  const [, why] = /rejected connection - (\w+)/.exec(message) ?? [];
  if (why !== undefined && !notRefusals.includes(why)) return targetUnreachable(proxy, destination, why);
  if (/Socket closed|ECONNRESET|EPIPE/.test(message)) return unreachable(proxy, {});
  return proxyError(proxy, 'other', 'does not follow the SOCKS5 protocol');
}
