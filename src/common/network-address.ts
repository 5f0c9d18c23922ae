import { isIPv4 } from 'node:net';

/**
 * An address as it is compared and shown: IPv4 without the prefix that it has on an IPv6 socket, IPv6 without its zone.
 */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/s, '');
}

/** Whether a plain address is a loopback address, which no network carries. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
