import { isIPv4, isIPv6 } from 'node:net';

/** The client whose connection a proxy forwards. */
export interface ProxiedSource {
  readonly address: string;
  readonly port: number;
}

export interface ProxyHeader {
  /** In bytes; what follows comes from the client. */
  readonly length: number;
  /**
   * Undefined where the proxy speaks for itself (LOCAL, a health check) or does not know the client (UNKNOWN,
   * AF_UNSPEC).
   */
  readonly source?: ProxiedSource;
}

/** The message says what is wrong. */
export class InvalidProxyHeader extends Error {
  override readonly name = 'InvalidProxyHeader';
}

const v1Start = Buffer.from('PROXY ');
const v2Start = Buffer.from('\r\n\r\n\0\r\nQUIT\n');
const longestV1 = 107;
const v2Fixed = 16;
/** Addresses take up to 36 bytes; the rest is for what proxies add (TLV). */
const longestV2 = 2048;

/** Whether the first bytes of a connection begin a header; undefined where there are too few to tell. */
export function beginsProxyHeader(bytes: Buffer): boolean | undefined {
  const fits = [v1Start, v2Start].find((start) => {
    const common = Math.min(start.length, bytes.length);
    return bytes.subarray(0, common).equals(start.subarray(0, common));
  });
  return fits === undefined ? false : bytes.length >= fits.length || undefined;
}

/**
 * Parses a PROXY protocol header, v1 or v2 (haproxy's doc/proxy-protocol.txt). Undefined where it is not complete yet.
 * @throws InvalidProxyHeader
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | undefined {
  const begins = beginsProxyHeader(bytes);
  if (begins === false) throw new InvalidProxyHeader('there is no header');
  if (begins === undefined) return undefined;
  return bytes[0] === v1Start[0] ? readV1(bytes) : readV2(bytes);
}

function readV1(bytes: Buffer): ProxyHeader | undefined {
  const end = bytes.subarray(0, longestV1).indexOf('\r\n');
  if (end < 0 && bytes.length < longestV1) return undefined;
  if (end < 0) throw new InvalidProxyHeader('the line is too long');
  const line = bytes.toString('latin1', 0, end);
  const length = end + 2;
  if (/^PROXY UNKNOWN( |$)/.test(line)) return { length };
  const port = '(0|[1-9]\\d{0,4})';
  const [, family, source, target, from, to] =
    new RegExp(`^PROXY TCP([46]) (\\S+) (\\S+) ${port} ${port}$`).exec(line) ?? [];
  const isAddress = family === '4' ? isIPv4 : isIPv6;
  if (!isAddress(source ?? '') || !isAddress(target ?? '') || Math.max(Number(from), Number(to)) > 65_535)
    throw new InvalidProxyHeader('the line is malformed');
  return { length, source: { address: source!, port: Number(from) } };
}

function readV2(bytes: Buffer): ProxyHeader | undefined {
  if (bytes.length < v2Fixed) return undefined;
  const [versionAndCommand, family] = bytes.subarray(v2Start.length);
  const length = v2Fixed + bytes.readUInt16BE(v2Start.length + 2);
  if (length > longestV2) throw new InvalidProxyHeader('the header is too long');
  if (versionAndCommand !== 0x20 && versionAndCommand !== 0x21)
    throw new InvalidProxyHeader('unknown version or command');
  if (bytes.length < length) return undefined;
  const isLocal = versionAndCommand === 0x20 || family === 0x00;
  return isLocal ? { length } : { length, source: readSource(bytes.subarray(v2Fixed, length), family!) };
}

function readSource(addresses: Buffer, family: number): ProxiedSource {
  const bytes = { 0x11: 4, 0x21: 16 }[family];
  if (bytes === undefined) throw new InvalidProxyHeader('not a TCP connection');
  if (addresses.length < 2 * bytes + 4) throw new InvalidProxyHeader('the addresses are truncated');
  return { address: addressOf(addresses.subarray(0, bytes)), port: addresses.readUInt16BE(2 * bytes) };
}

function addressOf(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, n) => bytes.readUInt16BE(2 * n).toString(16));
  // In the spelling that logs and rules use everywhere else.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
