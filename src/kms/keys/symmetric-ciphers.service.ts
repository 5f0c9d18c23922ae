import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { encodeBlob, type CiphertextBlob } from './ciphertext-blob.ts';
import { canonicalContext } from './encryption-context.ts';
import { CiphertextBroken, decipher, encipher, type CipherPlace } from './key-cipher.ts';
import { KeyMaterials, type KeyVersionPlace } from './key-materials.service.ts';
import type { UsableKey } from './key-use.service.ts';

/** Ciphertexts under symmetric keys, bound to account, region, key, version and encryption context. */
@Injectable()
export class SymmetricCiphers {
  constructor(private readonly materials: KeyMaterials) {}

  encrypt(key: UsableKey, plaintext: Redacted<Buffer>, context?: string): Buffer {
    const { accountId, keyId, keyVersionId } = requireSymmetric(key);
    const sealed = this.materials.use(key, (material) =>
      encipher(material, keyVersionId, plaintext.reveal(), placeOf(key, context)),
    );
    return encodeBlob({ accountId, keyId, sealed });
  }

  /** Throws InvalidParameter for a ciphertext that was changed or made with another context. */
  decrypt(key: UsableKey, { sealed }: CiphertextBlob, context?: string): Redacted<Buffer> {
    const { keyVersionId } = requireSymmetric(key);
    try {
      return this.materials.use(
        key,
        (material) => new Redacted(decipher(material, keyVersionId, sealed, placeOf(key, context))),
      );
    } catch (cause) {
      throw cause instanceof CiphertextBroken
        ? KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' }, { cause })
        : cause;
    }
  }
}

function requireSymmetric(key: UsableKey): UsableKey {
  if (key.algorithm.kind !== 'symmetric') throw KmsErrors.ActionUnsupported();
  return key;
}

function placeOf({ accountId, region, keyId, keyVersionId }: KeyVersionPlace, context?: string): CipherPlace {
  return ['kms-ciphertext', accountId, region, keyId, keyVersionId, canonicalContext(context)];
}
