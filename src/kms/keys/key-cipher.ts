import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The place of a ciphertext, bound as additional authenticated data: it opens nowhere else. */
export type CipherPlace = readonly string[];

/** A ciphertext that does not open with this key at this place: changed, cut, or moved from another row. */
export class CiphertextBroken extends Error {
  override readonly name = 'CiphertextBroken';

  constructor(place: CipherPlace, options?: ErrorOptions) {
    super(`the ciphertext of ${place.join(' ')} does not open`, options);
  }
}

const algorithm = 'aes-256-gcm';
const format = 1;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with a 256-bit key, AES-256-GCM. The result is: format byte · length of the key version's id (1 byte) · that id ·
 * IV (12 bytes) · ciphertext · tag (16 bytes).
 */
export function encipher(key: Buffer, keyVersionId: string, plaintext: Buffer, place: CipherPlace): Buffer {
  const header = headerOf(keyVersionId);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(additionalData(header, place));
  return Buffer.concat([header, iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext of `encipher`. Throws CiphertextBroken. */
export function decipher(key: Buffer, keyVersionId: string, sealed: Buffer, place: CipherPlace): Buffer {
  const header = headerOf(keyVersionId);
  const body = header.length + ivBytes;
  if (sealed.length < body + tagBytes || !sealed.subarray(0, header.length).equals(header))
    throw new CiphertextBroken(place);
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.subarray(header.length, body), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(additionalData(header, place));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(body, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new CiphertextBroken(place, { cause });
  }
}

function headerOf(keyVersionId: string): Buffer {
  const id = Buffer.from(keyVersionId);
  return Buffer.concat([Buffer.from([format, id.length]), id]);
}

// JSON keeps the parts apart: no two places have the same text.
function additionalData(header: Buffer, place: CipherPlace): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify(place))]);
}
