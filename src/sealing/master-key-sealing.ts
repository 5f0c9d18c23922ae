import { createHash } from 'node:crypto';
import { Redacted } from '../common/redacted.ts';
import { aesGcmDecrypt, aesGcmEncrypt, encodePlace } from './aes-gcm.ts';
import { SealBroken, Sealing, type SealingPlace } from './sealing.api.ts';

const format = 1;
const keyIdBytes = 4;
const headerBytes = 1 + keyIdBytes;

/**
 * Seals under one master key: format (1 byte), key id (4 bytes), IV (12), ciphertext, tag (16). The header is bound as well, so that a
 * later format is never mistaken for this one.
 */
export class MasterKeySealing extends Sealing {
  private readonly header: Buffer;

  constructor(private readonly masterKey: Redacted<Buffer>) {
    super();
    if (masterKey.reveal().length !== 32) throw new RangeError('a master key has 32 bytes');
    this.header = Buffer.concat([Buffer.from([format]), keyId(masterKey)]);
  }

  seal(plaintext: Redacted<Buffer>, place: SealingPlace): Buffer {
    const ciphertext = aesGcmEncrypt(this.masterKey.reveal(), plaintext.reveal(), this.additionalData(place));
    return Buffer.concat([this.header, ciphertext]);
  }

  open(sealed: Buffer, place: SealingPlace): Redacted<Buffer> {
    if (!sealed.subarray(0, headerBytes).equals(this.header)) {
      throw new SealBroken(place, { cause: new Error('it was sealed in another format or under another master key') });
    }
    try {
      const ciphertext = sealed.subarray(headerBytes);
      return new Redacted(aesGcmDecrypt(this.masterKey.reveal(), ciphertext, this.additionalData(place)));
    } catch (cause) {
      throw new SealBroken(place, { cause });
    }
  }

  private additionalData(place: SealingPlace): Buffer {
    return Buffer.concat([this.header, encodePlace(place)]);
  }
}

/** Tells master keys apart and says nothing about them. */
function keyId(masterKey: Redacted<Buffer>): Buffer {
  return createHash('sha256')
    .update('sallyport master key id\0')
    .update(masterKey.reveal())
    .digest()
    .subarray(0, keyIdBytes);
}
