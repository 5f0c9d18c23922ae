import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import { Redacted } from '../../common/redacted.ts';

export const wrappingAlgorithms = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1', 'RSAES_PKCS1_V1_5'] as const;
export type WrappingAlgorithm = (typeof wrappingAlgorithms)[number];

/** Unwraps key material of `length` bytes with a private key (PKCS #8); undefined when it is not such material. */
export function unwrapKey(
  algorithm: WrappingAlgorithm,
  privateKey: Redacted<Buffer>,
  wrapped: Buffer,
  length: number,
): Redacted<Buffer> | undefined {
  const key = createPrivateKey({ key: privateKey.reveal(), format: 'der', type: 'pkcs8' });
  try {
    const material =
      algorithm === 'RSAES_PKCS1_V1_5'
        ? withoutPadding(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped), length)
        : privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hashes[algorithm] }, wrapped);
    return material?.length === length ? new Redacted(material) : undefined;
  } catch {
    return undefined;
  }
}

const hashes = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' } as const;

// Node refuses this padding, because answers that tell good padding from bad give the plaintext away. Here the length
// is known, so only one form of padding is valid. Hitting it by chance is too unlikely for that attack to work.
function withoutPadding(block: Buffer, length: number): Buffer | undefined {
  const end = block.length - length - 1;
  const padding = block.subarray(2, end);
  const isPadded = block[0] === 0 && block[1] === 2 && block[end] === 0 && !padding.includes(0);
  return isPadded ? block.subarray(end + 1) : undefined;
}
