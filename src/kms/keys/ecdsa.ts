import { createPrivateKey, createPublicKey } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

const curves = { 'P-256': p256, secp256k1 } as const;
export type EcCurve = keyof typeof curves;

// node:crypto hashes whatever it signs with an EC key; here the digest is given. Signatures are DER, as in OpenSSL.
const options = { prehash: false, format: 'der', lowS: false } as const;

/** Signs a digest; `pkcs8` is a private key as PKCS #8. */
export function ecdsaSign(curve: EcCurve, pkcs8: Buffer, digest: Buffer): Buffer {
  const { d = '' } = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  return Buffer.from(curves[curve].sign(digest, Buffer.from(d, 'base64url'), options));
}

/** `spki` is a SubjectPublicKeyInfo. */
export function ecdsaVerify(curve: EcCurve, spki: Buffer, digest: Buffer, signature: Buffer): boolean {
  const { x = '', y = '' } = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  try {
    return curves[curve].verify(signature, digest, point, options);
  } catch {
    return false;
  }
}
