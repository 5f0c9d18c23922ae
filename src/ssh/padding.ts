import { randomFillSync } from 'node:crypto';
import type { PacketCipher } from './ssh2-internals.ts';

const pool = Buffer.allocUnsafe(65_536);
let used = pool.length;

function fillRandom(packet: Buffer, start: number, length: number): void {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(packet, start, used, (used += length));
}

interface Layout {
  readonly block: number;
  /** Bytes of the length field that stay outside the padded part. */
  readonly outside: number;
  /** Room after the packet for the tag or MAC. */
  readonly tail: number;
}

function layoutOf(cipher: PacketCipher): Layout | undefined {
  const { _encBlockLen: block = 16, _aadLen: outside = 0, _macLen: tail = 0 } = cipher;
  switch (cipher.constructor.name) {
    case 'AESGCMCipherBinding':
      return { block: 16, outside: 4, tail: 16 };
    case 'AESGCMCipherNative':
      return { block: 16, outside: 4, tail: 0 };
    case 'ChaChaPolyCipherBinding':
      return { block: 8, outside: 4, tail: 16 };
    case 'ChaChaPolyCipherNative':
      return { block: 8, outside: 4, tail: 0 };
    case 'GenericCipherBinding':
      return { block, outside, tail };
    case 'GenericCipherNative':
      return { block, outside, tail: 0 };
    default:
      return undefined;
  }
}

/**
 * Takes padding from a pool of random bytes, each used once. ssh2 asks the system for every packet, which takes 8 to
 * 13% of the CPU time of a bulk transfer. To be called after each key exchange, which makes new ciphers.
 */
export function poolPadding(cipher: PacketCipher): void {
  const layout = layoutOf(cipher);
  if (!layout) throw new Error(`ssh2 has an unknown cipher: ${cipher.constructor.name}`);
  assertSameLayout(cipher.allocPacket(13), allocate(layout, 13));
  cipher.allocPacket = (payloadLength) => allocate(layout, payloadLength);
}

function allocate({ block, outside, tail }: Layout, payloadLength: number): Buffer {
  const unpadded = 4 + 1 + payloadLength;
  let padding = block - ((unpadded - outside) & (block - 1));
  if (padding < 4) padding += block;
  const packet = Buffer.allocUnsafe(unpadded + padding + tail);
  packet.writeUInt32BE(unpadded + padding - 4, 0);
  packet[4] = padding;
  fillRandom(packet, unpadded, padding);
  return packet;
}

function assertSameLayout(theirs: Buffer, ours: Buffer): void {
  const same = theirs.length === ours.length && theirs.subarray(0, 5).equals(ours.subarray(0, 5));
  if (!same) throw new Error('ssh2 lays out its packets differently');
}
