import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';

export const rsaEncryptionAlgorithms = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'] as const;
export type RsaEncryptionAlgorithm = (typeof rsaEncryptionAlgorithms)[number];

const hashes = {
  RSAES_OAEP_SHA_256: { oaepHash: 'sha256', bytes: 32 },
  RSAES_OAEP_SHA_1: { oaepHash: 'sha1', bytes: 20 },
} as const;

const padding = constants.RSA_PKCS1_OAEP_PADDING;

/** Undefined when the plaintext is too long for the key. `spki` is a SubjectPublicKeyInfo. */
export function rsaEncrypt(algorithm: RsaEncryptionAlgorithm, spki: Buffer, plaintext: Buffer): Buffer | undefined {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const { oaepHash, bytes } = hashes[algorithm];
  const longest = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - 2 * bytes - 2;
  return plaintext.length > longest ? undefined : publicEncrypt({ key, padding, oaepHash }, plaintext);
}

/** Undefined when the ciphertext does not open. `pkcs8` is a private key as PKCS #8. */
export function rsaDecrypt(algorithm: RsaEncryptionAlgorithm, pkcs8: Buffer, ciphertext: Buffer): Buffer | undefined {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  try {
    return privateDecrypt({ key, padding, oaepHash: hashes[algorithm].oaepHash }, ciphertext);
  } catch {
    return undefined;
  }
}
