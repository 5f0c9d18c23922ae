import type { Packet } from './protocol.ts';

/** The peer does not speak SFTP, or breaks its rules: the channel must end. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** As OpenSSH's client and server limit it. */
export const longestPacket = 256 * 1024;
/** A type and a number. */
const shortestPacket = 5;

/** The packets of a stream; at most one is kept in part. @throws Malformed */
export async function* packetsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Packet> {
  const cutter = new PacketCutter();
  for await (const chunk of stream) yield* cutter.cut(chunk);
}

/** Cuts a stream into packets, copying each byte once however small the chunks are. */
class PacketCutter {
  private part = Buffer.allocUnsafe(4);
  private filled = 0;
  private isLength = true;

  *cut(chunk: Buffer): Generator<Packet> {
    let rest = chunk;
    while (rest.length > 0) {
      const count = rest.copy(this.part, this.filled);
      this.filled += count;
      rest = rest.subarray(count);
      if (this.filled < this.part.length) return;
      const whole = this.part;
      if (this.isLength) this.begin(checkedLength(whole.readUInt32BE()), false);
      else {
        this.begin(4, true);
        yield { type: whole[0]!, id: whole.readUInt32BE(1), body: whole.subarray(5) };
      }
    }
  }

  private begin(length: number, isLength: boolean): void {
    this.part = Buffer.allocUnsafe(length);
    this.filled = 0;
    this.isLength = isLength;
  }
}

function checkedLength(length: number): number {
  if (length < shortestPacket || length > longestPacket) throw new Malformed(`an SFTP packet of ${length} bytes`);
  return length;
}
