import type { Duplex } from 'node:stream';
import { isIPv6 } from 'node:net';
import type { NetworkProxy } from '../network-routes.api.ts';
import { ProxyError, type ProxyFault } from '../proxy-error.api.ts';

/** Where a proxy is to connect to. It resolves the name. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** For one proxy, until it has connected to the server. Two of these leave time for the server's own login. */
export const proxyMs = 3_000;

/** Connects through a proxy, until the signal says that it is no longer wanted. @throws ProxyError */
export type ProxyConnector = (proxy: NetworkProxy, destination: Destination, signal: AbortSignal) => Promise<Duplex>;

/** `host:port`, with brackets around an IPv6 address. */
export function authorityOf({ host, port }: Destination): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What happened, after the proxy's name: `the proxy 10.0.0.1:1080 cannot be reached`. */
export function proxyError({ address, port }: NetworkProxy, fault: ProxyFault, what: string): ProxyError {
  return new ProxyError(fault, `the proxy ${authorityOf({ host: address, port })} ${what}`);
}

export function unreachable(proxy: NetworkProxy, error: unknown): ProxyError {
  const { code } = error as NodeJS.ErrnoException;
  return proxyError(proxy, 'unreachable', `cannot be reached (${code ?? 'the connection ended'})`);
}

export function passwordRefused(proxy: NetworkProxy): ProxyError {
  return proxyError(proxy, 'password', proxy.password ? 'refused the password' : 'asks for a password');
}

/** `why` is one line from the proxy. */
export function targetUnreachable(proxy: NetworkProxy, destination: Destination, why: string): ProxyError {
  return proxyError(proxy, 'target', `does not reach ${authorityOf(destination)} (${why})`);
}
