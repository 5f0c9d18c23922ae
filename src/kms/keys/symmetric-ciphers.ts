import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { encodeBlob, type CiphertextBlob } from './ciphertext-blob.ts';
import { canonicalContext } from './encryption-context.ts';
import { CiphertextBroken, decipher, encipher, type CipherPlace } from './key-cipher.ts';
import { KeyMaterials, type KeyVersionPlace } from './key-materials.ts';
import type { UsableKey } from './key-use.ts';
import type { Plaintext, PlaintextForm } from './plaintext.ts';

/**
 * Ciphertexts under symmetric keys, bound to the account, region, key, version, encryption context and the plaintext's
 * form.
 */
@Injectable()
export class SymmetricCiphers {
  constructor(private readonly materials: KeyMaterials) {}

  encrypt(key: UsableKey, { form, data }: Plaintext, context?: string): Buffer {
    const { accountId, keyId, keyVersionId } = requireSymmetric(key);
    const sealed = this.materials.use(key, (material) =>
      encipher(material, keyVersionId, data.reveal(), placeOf(key, form, context)),
    );
    return encodeBlob({ form, accountId, keyId, sealed });
  }

  /** @throws InvalidParameter for a ciphertext that was changed or made with another context */
  decrypt(key: UsableKey, { form, sealed }: CiphertextBlob, context?: string): Plaintext {
    const { keyVersionId } = requireSymmetric(key);
    try {
      const data = this.materials.use(
        key,
        (material) => new Redacted(decipher(material, keyVersionId, sealed, placeOf(key, form, context))),
      );
      return { form, data };
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

// A place without a form means bytes, since ciphertexts older than the text form have none.
function placeOf(key: KeyVersionPlace, form: PlaintextForm, context?: string): CipherPlace {
  const { accountId, region, keyId, keyVersionId } = key;
  const place = ['kms-ciphertext', accountId, region, keyId, keyVersionId, canonicalContext(context)];
  return form === 'bytes' ? place : [...place, form];
}
