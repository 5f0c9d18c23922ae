import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KmsErrors } from '../kms.errors.ts';
import { KeyMaterials } from './key-materials.ts';
import type { UsableKey } from './key-use.ts';

const hashes = {
  HMAC_SHA_224: 'sha224',
  HMAC_SHA_256: 'sha256',
  HMAC_SHA_384: 'sha384',
  HMAC_SHA_512: 'sha512',
} as const;

export type MacAlgorithm = keyof typeof hashes;
export const macAlgorithms = Object.keys(hashes) as MacAlgorithm[];

/** Message authentication codes: HMAC (RFC 2104). */
@Injectable()
export class MessageCodes {
  constructor(private readonly materials: KeyMaterials) {}

  /** @throws InvalidParameter for an algorithm that is not the key's */
  generate(key: UsableKey, algorithm: MacAlgorithm, message: Buffer): Buffer {
    const hash = hashes[algorithm];
    if (key.algorithm.kind !== 'hmac' || key.algorithm.hash !== hash)
      throw KmsErrors.InvalidParameter({ Name: 'Algorithm' });
    return this.materials.use(key, (secret) => createHmac(hash, secret).update(message).digest());
  }

  verify(key: UsableKey, algorithm: MacAlgorithm, message: Buffer, mac: Buffer): boolean {
    const expected = this.generate(key, algorithm, message);
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  }
}
