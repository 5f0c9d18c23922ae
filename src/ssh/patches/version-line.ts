import { createRequire } from 'node:module';

interface ProtocolPrototype {
  _remoteIdentRaw: Buffer | undefined;
  _buffer: Buffer | undefined;
  parse(chunk: Buffer, from: number, to: number): void;
}

/** Bytes of the version line and, from a server, of the lines before it (RFC 4253, section 4.2). */
const maxLength = 65_536;

const Protocol = createRequire(import.meta.url)('ssh2/lib/protocol/Protocol.js') as { prototype: ProtocolPrototype };
const { parse } = Protocol.prototype;

/**
 * Reassembles a version line that arrives in more than two chunks: ssh2 1.17.0 forgets the second and then waits
 * forever. Parsing starts again from the first byte each time, so the length is bounded here.
 */
function parseWithWholeVersionLine(this: ProtocolPrototype, chunk: Buffer, from: number, to: number): void {
  if (this._remoteIdentRaw !== undefined || this._buffer === undefined) return parse.call(this, chunk, from, to);
  const all = Buffer.concat([this._buffer, chunk.subarray(from, to)]);
  if (all.length > maxLength) throw new Error('the version line did not arrive in time');
  this._buffer = undefined;
  return parse.call(this, all, 0, all.length);
}

/** Applies to every connection of this process; one call is enough. */
export function keepWholeVersionLine(): void {
  Protocol.prototype.parse = parseWithWholeVersionLine;
}
