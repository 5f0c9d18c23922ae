import { createCipheriv, createDecipheriv, randomBytes, type CipherKey } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const authTagLength = 16;

/** Bytes that a ciphertext is longer than its plaintext. */
export const aesGcmOverhead = ivBytes + authTagLength;

/** AES-256-GCM with a random 96-bit IV: `IV || ciphertext || tag`. The additional data must say something. */
export function aesGcmEncrypt(key: CipherKey, plaintext: Buffer, additionalData: Buffer): Buffer {
  requireContext(additionalData);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength }).setAAD(additionalData);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the ciphertext, the key or the additional data is not the one it was made with. The plaintext is the only copy, the caller's to wipe. */
export function aesGcmDecrypt(key: CipherKey, sealed: Buffer, additionalData: Buffer): Buffer {
  requireContext(additionalData);
  if (sealed.length < aesGcmOverhead) throw new RangeError('the ciphertext is too short');
  const iv = sealed.subarray(0, ivBytes);
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength }).setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(-authTagLength));
  const plaintext = decipher.update(sealed.subarray(ivBytes, -authTagLength));
  // Of GCM nothing is left but whether the tag is right.
  decipher.final();
  return plaintext;
}

function requireContext(additionalData: Buffer): void {
  if (additionalData.length === 0) throw new RangeError('a ciphertext must be bound to its place');
}

/**
 * Parts of a place as additional data. Every part has its length (32 bits) in front, so no two places look alike, and is written as
 * UTF-16, which loses nothing of any JavaScript string.
 */
export function encodePlace(parts: readonly string[]): Buffer {
  const encoded = Buffer.allocUnsafe(parts.reduce((bytes, { length }) => bytes + 4 + 2 * length, 0));
  let at = 0;
  for (const part of parts) {
    at = encoded.writeUInt32BE(2 * part.length, at);
    at += encoded.write(part, at, 'utf16le');
  }
  return encoded;
}
