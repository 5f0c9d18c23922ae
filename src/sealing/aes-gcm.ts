import { createCipheriv, createDecipheriv, randomBytes, type CipherKey } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const authTagLength = 16;

/** The number of bytes by which a ciphertext is longer than its plaintext. */
export const aesGcmOverhead = ivBytes + authTagLength;

/**
 * AES-256-GCM with a random 96-bit IV: `IV || ciphertext || tag`.
 * @throws RangeError when the additional data is empty
 */
export function aesGcmEncrypt(key: CipherKey, plaintext: Buffer, additionalData: Buffer): Buffer {
  requireContext(additionalData);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength }).setAAD(additionalData);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The returned buffer is the only copy of the plaintext; the caller has to wipe it.
 * @throws Error when the ciphertext, the key or the additional data is not the one used for encryption
 */
export function aesGcmDecrypt(key: CipherKey, sealed: Buffer, additionalData: Buffer): Buffer {
  requireContext(additionalData);
  if (sealed.length < aesGcmOverhead) throw new RangeError('the ciphertext is too short');
  const iv = sealed.subarray(0, ivBytes);
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength }).setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(-authTagLength));
  const plaintext = decipher.update(sealed.subarray(ivBytes, -authTagLength));
  // In GCM all that is left to do here is to check the tag.
  decipher.final();
  return plaintext;
}

function requireContext(additionalData: Buffer): void {
  if (additionalData.length === 0) throw new RangeError('a ciphertext must be bound to its place');
}

/**
 * Encodes the parts of a place as additional data. A 32-bit length precedes each part, so no two places have the same
 * encoding. Parts are UTF-16, which represents every JavaScript string without loss.
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
