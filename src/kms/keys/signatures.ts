import { Injectable } from '@nestjs/common';
import { KmsErrors } from '../kms.errors.ts';
import { ecdsaSign, ecdsaVerify } from './ecdsa.ts';
import { KeyMaterials } from './key-materials.ts';
import type { UsableKey } from './key-use.ts';
import { rsaSign, rsaVerify, type RsaSigningAlgorithm } from './rsa-signatures.ts';

export const signingAlgorithms = ['RSA_PSS_SHA_256', 'RSA_PKCS1_SHA_256', 'ECDSA_SHA_256'] as const;
export type SigningAlgorithm = RsaSigningAlgorithm | 'ECDSA_SHA_256';

/** Signatures of SHA-256 digests, in the standard forms. */
@Injectable()
export class Signatures {
  constructor(private readonly materials: KeyMaterials) {}

  /** @throws InvalidParameter for an algorithm that is not the key's */
  sign(key: UsableKey, algorithm: SigningAlgorithm, digest: Buffer): Buffer {
    const { algorithm: spec } = key;
    return this.materials.use(key, (privateKey) => {
      if (spec.kind === 'rsa' && algorithm !== 'ECDSA_SHA_256') return rsaSign(algorithm, privateKey, digest);
      if (spec.kind === 'ec' && algorithm === 'ECDSA_SHA_256') return ecdsaSign(spec.curve, privateKey, digest);
      throw KmsErrors.InvalidParameter({ Name: 'Algorithm' });
    });
  }

  /** @throws InvalidParameter for an algorithm that is not the key's */
  verify(
    { algorithm: spec, publicKey }: UsableKey,
    algorithm: SigningAlgorithm,
    digest: Buffer,
    signature: Buffer,
  ): boolean {
    if (publicKey && spec.kind === 'rsa' && algorithm !== 'ECDSA_SHA_256')
      return rsaVerify(algorithm, publicKey, digest, signature);
    if (publicKey && spec.kind === 'ec' && algorithm === 'ECDSA_SHA_256')
      return ecdsaVerify(spec.curve, publicKey, digest, signature);
    throw KmsErrors.InvalidParameter({ Name: 'Algorithm' });
  }
}
