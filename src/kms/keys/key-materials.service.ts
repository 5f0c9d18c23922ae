import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { Sealing, type SealingPlace } from '../../sealing/sealing.api.ts';

/** What names a key version, and the place that its material is sealed for. */
export interface KeyVersionPlace {
  readonly accountId: string;
  readonly region: string;
  readonly keyId: string;
  readonly keyVersionId: string;
}

export interface SealedKeyVersion extends KeyVersionPlace {
  readonly sealedMaterial: Buffer;
}

const materialBytes = 32;

/** Makes and opens the material of key versions, which lies under the master key. */
@Injectable()
export class KeyMaterials {
  constructor(private readonly sealing: Sealing) {}

  /** 256 new random bits, sealed for this key version. */
  make(place: KeyVersionPlace): Buffer {
    return this.sealing.seal(new Redacted(randomBytes(materialBytes)), keyMaterialPlace(place));
  }

  open(version: SealedKeyVersion): Redacted<Buffer> {
    return this.sealing.open(version.sealedMaterial, keyMaterialPlace(version));
  }
}

/** Where the material of a key version is sealed. */
export function keyMaterialPlace({ accountId, region, keyId, keyVersionId }: KeyVersionPlace): SealingPlace {
  return ['kms-key-material', accountId, region, keyId, keyVersionId];
}
