import { WireReader } from './wire.ts';

/** Where a `direct-tcpip` channel is to lead, as the client names it. */
export interface TcpipTarget {
  readonly host: string;
  readonly port: number;
}

const longestHost = 253;

/** Reads the fields of a `direct-tcpip` channel (RFC 4254, section 7.2). Undefined: no connection can be meant. */
export function readTcpipTarget(data: Buffer): TcpipTarget | undefined {
  try {
    const reader = new WireReader(data);
    const target = { host: reader.text(), port: reader.uint32() };
    // Where the connection comes from, as the client says; nothing is decided by it.
    reader.string();
    reader.uint32();
    return reader.atEnd && isPossible(target) ? target : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isPossible({ host, port }: TcpipTarget): boolean {
  return /^[^\p{Cc}]+$/u.test(host) && host.length <= longestHost && port > 0 && port <= 0xffff;
}
