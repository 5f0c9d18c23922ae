import { isIPv4, isIPv6 } from 'node:net';

const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

/**
 * An address as it is compared and shown, the same for all its spellings: IPv4 without the prefix that it has on an
 * IPv6 socket, IPv6 in the short form (RFC 5952) and without its zone.
 */
export function plainAddress(address: string): string {
  const text = address.replace(/%.*$/s, '');
  if (!isIPv6(text)) return text;
  const short = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const [, high, low] = mapped.exec(short) ?? [];
  return high === undefined ? short : [...bytesOf(high), ...bytesOf(low!)].join('.');
}

function bytesOf(group: string): number[] {
  const value = parseInt(group, 16);
  return [value >>> 8, value & 0xff];
}

/** Whether a plain address is a loopback address, which no network carries. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
