import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateEncrypt,
  publicDecrypt,
  type KeyObject,
} from 'node:crypto';
import { encodePss, verifyPss } from './emsa-pss.ts';

export type RsaSigningAlgorithm = 'RSA_PSS_SHA_256' | 'RSA_PKCS1_SHA_256';

/** The DigestInfo of SHA-256 up to the digest (RFC 8017, 9.2). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Signs a SHA-256 digest; `pkcs8` is a private key as PKCS #8. */
export function rsaSign(algorithm: RsaSigningAlgorithm, pkcs8: Buffer, digest: Buffer): Buffer {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  if (algorithm === 'RSA_PKCS1_SHA_256')
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([digestInfo, digest]));
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encodePss(digest, modulusBits(key)));
}

/** `spki` is a SubjectPublicKeyInfo. */
export function rsaVerify(algorithm: RsaSigningAlgorithm, spki: Buffer, digest: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  if (signature.length !== modulusBits(key) / 8) return false;
  try {
    if (algorithm === 'RSA_PSS_SHA_256')
      return verifyPss(digest, publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature));
    const signed = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return signed.equals(Buffer.concat([digestInfo, digest]));
  } catch {
    return false;
  }
}

function modulusBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}
