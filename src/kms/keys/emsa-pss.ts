import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

// EMSA-PSS (RFC 8017, 9.1) with SHA-256 for the hash and for MGF1. Node can sign messages this way, but not digests.

const hashBytes = 32;
const saltBytes = hashBytes;
const trailer = 0xbc;

/** The block of `modulusBits / 8` bytes that RSA signs for a SHA-256 digest. */
export function encodePss(digest: Buffer, modulusBits: number): Buffer {
  const salt = randomBytes(saltBytes);
  const hash = hashOf(digest, salt);
  const data = Buffer.alloc(modulusBits / 8 - hashBytes - 1);
  data[data.length - saltBytes - 1] = 1;
  salt.copy(data, data.length - saltBytes);
  const masked = clearFirstBit(xor(data, mask(hash, data.length)));
  return Buffer.concat([masked, hash, Buffer.from([trailer])]);
}

/** Whether a block encodes this digest, with a salt of any length. */
export function verifyPss(digest: Buffer, block: Buffer): boolean {
  const masked = block.subarray(0, -hashBytes - 1);
  const hash = block.subarray(masked.length, -1);
  if (block.at(-1) !== trailer || ((block[0] ?? 0) & 0x80) !== 0) return false;
  const data = clearFirstBit(xor(masked, mask(hash, masked.length)));
  const start = data.findIndex((byte) => byte !== 0);
  if (data[start] !== 1) return false;
  return timingSafeEqual(hashOf(digest, data.subarray(start + 1)), hash);
}

function hashOf(digest: Buffer, salt: Buffer): Buffer {
  return createHash('sha256').update(Buffer.alloc(8)).update(digest).update(salt).digest();
}

/** MGF1 with SHA-256. */
function mask(seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / hashBytes) }, (_, index) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    return createHash('sha256').update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}

// The encoded message is one bit shorter than the modulus, which has whole bytes.
function clearFirstBit(bytes: Buffer): Buffer {
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes;
}
