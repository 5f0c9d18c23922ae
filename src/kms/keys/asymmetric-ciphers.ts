import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KeyMaterials } from './key-materials.ts';
import type { UsableKey } from './key-use.ts';
import { rsaDecrypt, rsaEncrypt, type RsaEncryptionAlgorithm } from './rsa-encryption.ts';

/** Ciphertexts under RSA keys, in the standard form: anyone with the public key can make one. */
@Injectable()
export class AsymmetricCiphers {
  constructor(private readonly materials: KeyMaterials) {}

  /** @throws InvalidParameter for a plaintext that is too long for the key */
  encrypt({ publicKey }: UsableKey, algorithm: RsaEncryptionAlgorithm, plaintext: Redacted<Buffer>): Buffer {
    if (!publicKey) throw KmsErrors.ActionUnsupported();
    const ciphertext = rsaEncrypt(algorithm, publicKey, plaintext.reveal());
    if (!ciphertext) throw KmsErrors.InvalidParameter({ Name: 'Plaintext' });
    return ciphertext;
  }

  /** @throws InvalidParameter for a ciphertext that does not open */
  decrypt(key: UsableKey, algorithm: RsaEncryptionAlgorithm, ciphertext: Buffer): Redacted<Buffer> {
    if (key.algorithm.kind !== 'rsa') throw KmsErrors.ActionUnsupported();
    const plaintext = this.materials.use(key, (privateKey) => rsaDecrypt(algorithm, privateKey, ciphertext));
    if (!plaintext) throw KmsErrors.InvalidParameter({ Name: 'CiphertextBlob' });
    return new Redacted(plaintext);
  }
}
