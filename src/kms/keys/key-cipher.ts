import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The place of a ciphertext, bound to it as additional authenticated data, so that it opens nowhere else. */
export type CipherPlace = readonly string[];

/** A ciphertext that does not open with this key at this place: changed, truncated, or moved from another row. */
export class CiphertextBroken extends Error {
  override readonly name = 'CiphertextBroken';

  constructor(place: CipherPlace, options?: ErrorOptions) {
    super(`the ciphertext of ${place.join(' ')} cannot be opened`, options);
  }
}

const format = 1;
const ivBytes = 12;
const tagBytes = 16;

// The key's length selects the AES variant.
const algorithmFor = (key: Buffer) => `aes-${key.length * 8}-gcm` as 'aes-256-gcm';

/**
 * Encrypts with AES-GCM, under a 256-bit key unless the key's spec says less. The result is: format byte · length of
 * the key version's id (1 byte) · that id · IV (12 bytes) · ciphertext · tag (16 bytes).
 */
export function encipher(key: Buffer, keyVersionId: string, plaintext: Buffer, place: CipherPlace): Buffer {
  const header = headerOf(keyVersionId);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithmFor(key), key, iv, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(header, place));
  return Buffer.concat([header, iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Returns the plaintext given to `encipher`: the only copy, which the caller wipes. @throws CiphertextBroken */
export function decipher(key: Buffer, keyVersionId: string, sealed: Buffer, place: CipherPlace): Buffer {
  const header = headerOf(keyVersionId);
  const body = header.length + ivBytes;
  if (sealed.length < body + tagBytes || !sealed.subarray(0, header.length).equals(header))
    throw new CiphertextBroken(place);
  try {
    const decipher = createDecipheriv(algorithmFor(key), key, sealed.subarray(header.length, body), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(additionalData(header, place));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const plaintext = decipher.update(sealed.subarray(body, -tagBytes));
    // With GCM, this returns nothing more and only checks the tag.
    decipher.final();
    return plaintext;
  } catch (cause) {
    throw new CiphertextBroken(place, { cause });
  }
}

/** The key version that a ciphertext names; undefined for bytes that are not in the format of `encipher`. */
export function sealedUnder(sealed: Buffer): string | undefined {
  const end = 2 + (sealed[1] ?? 0);
  if (sealed[0] !== format || sealed.length < end + ivBytes + tagBytes) return undefined;
  const id = sealed.toString('latin1', 2, end);
  return /^[\w-]+$/.test(id) ? id : undefined;
}

function headerOf(keyVersionId: string): Buffer {
  const id = Buffer.from(keyVersionId);
  return Buffer.concat([Buffer.from([format, id.length]), id]);
}

// JSON keeps the parts apart, so no two places have the same text.
function additionalData(header: Buffer, place: CipherPlace): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify(place))]);
}
