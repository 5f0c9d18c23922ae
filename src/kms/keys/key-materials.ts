import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';
import { makeKeyPair } from './key-pairs.ts';
import { algorithmOf, type KeySpec } from './key-spec.ts';

/** Identifies a key version and the place that its material is sealed for. */
export interface KeyVersionPlace {
  readonly accountId: string;
  readonly region: string;
  readonly keyId: string;
  readonly keyVersionId: string;
}

export interface SealedKeyVersion extends KeyVersionPlace {
  readonly sealedMaterial: Buffer;
}

/** What a new key version is made of. */
export interface NewMaterial {
  readonly sealedMaterial: Buffer;
  readonly publicKey: Buffer | null;
}

/** Makes and opens the material of key versions, which is sealed under the master key. */
@Injectable()
export class KeyMaterials {
  constructor(private readonly sealing: Sealing) {}

  /** Makes new random material for a spec, sealed for this key version. */
  async make(place: KeyVersionPlace, spec: KeySpec): Promise<NewMaterial> {
    const algorithm = algorithmOf(spec);
    if (algorithm.kind === 'symmetric' || algorithm.kind === 'hmac')
      return { sealedMaterial: this.seal(place, new Redacted(randomBytes(algorithm.bytes))), publicKey: null };
    const { privateKey, publicKey } = await makeKeyPair(algorithm);
    return { sealedMaterial: this.seal(place, privateKey), publicKey };
  }

  seal(place: KeyVersionPlace, material: Redacted<Buffer>): Buffer {
    return this.sealing.seal(material, keyMaterialPlace(place));
  }

  open(version: SealedKeyVersion): Redacted<Buffer> {
    return this.sealing.open(version.sealedMaterial, keyMaterialPlace(version));
  }

  /** Lends the material to `work` and wipes it afterwards. */
  use<T>(version: SealedKeyVersion, work: (material: Buffer) => T): T {
    const material = this.open(version).reveal();
    try {
      return work(material);
    } finally {
      material.fill(0);
    }
  }

  /** The digest that identifies imported material. It is sealed, so that a weak key cannot be found by guessing. */
  fingerprint(place: KeyVersionPlace, material: Redacted<Buffer>): Buffer {
    return this.sealing.seal(new Redacted(digestOf(material)), fingerprintPlace(place));
  }

  isSame(place: KeyVersionPlace, material: Redacted<Buffer>, fingerprint: Buffer): boolean {
    return timingSafeEqual(digestOf(material), this.sealing.open(fingerprint, fingerprintPlace(place)).reveal());
  }
}

function digestOf(material: Redacted<Buffer>): Buffer {
  return createHash('sha256').update(material.reveal()).digest();
}

/** The place that the material of a key version is sealed for. */
export function keyMaterialPlace({ accountId, region, keyId, keyVersionId }: KeyVersionPlace): SealingPlace {
  return ['kms-key-material', accountId, region, keyId, keyVersionId];
}

/** The place that the fingerprint of a key's imported material is sealed for. */
export function fingerprintPlace({ accountId, region, keyId, keyVersionId }: KeyVersionPlace): SealingPlace {
  return ['kms-key-fingerprint', accountId, region, keyId, keyVersionId];
}
