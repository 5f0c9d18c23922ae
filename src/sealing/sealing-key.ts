import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Redacted } from '../common/redacted.ts';
import { aesGcmDecrypt, aesGcmEncrypt, encodePlace } from './aes-gcm.ts';
import { SealBroken, type SealingPlace } from './sealing.api.ts';

const format = 1;
const idBytes = 4;
const headerBytes = 1 + idBytes;

/**
 * Seals and opens. Format: version (1 byte), key id (4 bytes), IV (12), ciphertext, tag (16). The header is
 * authenticated too, so a later format is never mistaken for this one.
 */
export class SealingKey {
  private readonly header: Buffer;
  private readonly key: KeyObject;

  constructor(
    readonly id: Buffer,
    readonly material: Redacted<Buffer>,
  ) {
    if (id.length !== idBytes) throw new RangeError(`the id of a sealing key has ${idBytes} bytes`);
    if (material.reveal().length !== 32) throw new RangeError('a sealing key has 32 bytes');
    this.header = Buffer.concat([Buffer.from([format]), id]);
    this.key = createSecretKey(material.reveal());
  }

  static random(): SealingKey {
    return new SealingKey(randomBytes(idBytes), new Redacted(randomBytes(32)));
  }

  /** A master key. Its id distinguishes master keys and reveals nothing about them. */
  static master(material: Redacted<Buffer>): SealingKey {
    const hash = createHash('sha256').update('sallyport master key id\0').update(material.reveal());
    return new SealingKey(hash.digest().subarray(0, idBytes), material);
  }

  get name(): string {
    return this.id.toString('hex');
  }

  seal(plaintext: Redacted<Buffer>, place: SealingPlace): Buffer {
    const ciphertext = aesGcmEncrypt(this.key, plaintext.reveal(), this.additionalData(place));
    return Buffer.concat([this.header, ciphertext]);
  }

  /** @throws SealBroken */
  open(sealed: Buffer, place: SealingPlace): Redacted<Buffer> {
    if (!sealed.subarray(0, headerBytes).equals(this.header)) {
      throw new SealBroken(place, { cause: new Error('it was sealed in another format or under another key') });
    }
    try {
      const ciphertext = sealed.subarray(headerBytes);
      return new Redacted(aesGcmDecrypt(this.key, ciphertext, this.additionalData(place)));
    } catch (cause) {
      throw new SealBroken(place, { cause });
    }
  }

  private additionalData(place: SealingPlace): Buffer {
    return Buffer.concat([this.header, encodePlace(place)]);
  }
}

/** The number that identifies the key of a ciphertext; undefined for data that no key of this format has sealed. */
export function keyNumberOf(sealed: Buffer): number | undefined {
  return sealed.length >= headerBytes && sealed[0] === format ? sealed.readUInt32BE(1) : undefined;
}
