import type { IncomingHttpHeaders } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { isLoopback, plainAddress } from '../common/network-address.ts';
import type { Networks } from '../config/networks.ts';
import { GatewayErrors } from './gateway.errors.ts';

/** Where a call came from. */
export interface Origin {
  /** The caller's address: that of the connection, or the one that a trusted proxy reports. */
  readonly address: string;
  /** Encrypted by our own TLS or by that of a trusted proxy. */
  readonly isSecure: boolean;
  /** From this machine, and not relayed by a proxy for another one. */
  readonly isLocal: boolean;
}

/** A call of unknown origin; its origin grants it nothing. */
export const unknownOrigin: Origin = { address: '', isSecure: false, isLocal: false };

interface Incoming {
  readonly socket: Pick<Socket, 'remoteAddress'> & { readonly encrypted?: boolean };
  readonly headers: IncomingHttpHeaders;
}

/** Headers of proxies besides `X-Forwarded-…`, as seen with nginx, Apache, HAProxy, Squid, Envoy and the large CDNs. */
const proxyHeaders = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-original-forwarded-for',
  'true-client-ip',
  'cf-connecting-ip',
]);
const mostHops = 32;

/** @throws UnreadableRequest when a trusted proxy reports what is not an address, or more than 32 proxies before it */
export function originOf({ socket, headers }: Incoming, proxies: Networks): Origin {
  const address = plainAddress(socket.remoteAddress ?? '');
  const isSecure = socket.encrypted === true;
  if (!isForwarded(headers)) return { address, isSecure, isLocal: isLoopback(address) };
  if (!proxies.includes(address)) return { address, isSecure, isLocal: false };
  const hops = hopsBefore(address, headers['x-forwarded-for'], proxies);
  return {
    address: hops.at(-1) ?? address,
    isSecure: saysHttps(headers['x-forwarded-proto']),
    isLocal: hops.length > 0 && [address, ...hops].every(isLoopback),
  };
}

/** Whether no one in transit could have seen a secret that the call itself carries. */
export function isConfidential({ isSecure, isLocal }: Origin): boolean {
  return isSecure || isLocal;
}

/** Whether the call crossed a network unencrypted, on its way to a proxy or to us. */
export function cameInPlain({ encrypted, remoteAddress }: Incoming['socket'], origin: Origin): boolean {
  const isGuarded = encrypted === true || isLoopback(plainAddress(remoteAddress ?? ''));
  return !isGuarded || !isConfidential(origin);
}

function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-forwarded-') || proxyHeaders.has(name));
}

/**
 * From the address that the nearest proxy reports to the first that is not itself a trusted proxy. Anyone could have
 * written what stands before that one.
 */
function hopsBefore(nearest: string, header: string | string[] | undefined, proxies: Networks): string[] {
  const hops: string[] = [];
  const named = header ? String(header).split(',').reverse() : [];
  for (let hop = nearest; named.length > hops.length && proxies.includes(hop); hops.push(hop)) {
    if (hops.length === mostHops) throw GatewayErrors.UnreadableRequest();
    hop = addressIn(named[hops.length] as string);
  }
  return hops;
}

/** `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`. */
function addressIn(entry: string): string {
  const text = entry.trim().replace(/^\[([^\]]*)\](?::\d{1,5})?$|^([\d.]+):\d{1,5}$/, '$1$2');
  if (isIP(text) === 0) throw GatewayErrors.UnreadableRequest();
  return plainAddress(text);
}

/** Where several proxies have written it, each of them must have been reached over TLS. */
function saysHttps(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .every((scheme) => scheme.trim().toLowerCase() === 'https');
}
