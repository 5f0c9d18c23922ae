import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redacted } from '../../common/redacted.ts';
import { decipher, encipher, type CipherPlace } from '../keys/key-cipher.ts';
import { KeyMaterials, type SealedKeyVersion } from '../keys/key-materials.ts';

/** Identifies a version of a secret and the place that its ciphertexts belong to. */
export interface VersionPlace {
  readonly accountId: string;
  readonly region: string;
  readonly secretId: string;
  readonly versionId: string;
}

export interface Envelope {
  /** The version's own data key, encrypted under the key version. */
  readonly wrappedDataKey: Buffer;
  /** The value, encrypted under the data key. */
  readonly ciphertext: Buffer;
}

/** Key version → one data key per secret version → value. Each layer is bound to its place. */
@Injectable()
export class SecretEnvelope {
  constructor(private readonly materials: KeyMaterials) {}

  encrypt(place: VersionPlace, keyVersion: SealedKeyVersion, data: Redacted<string>): Envelope {
    const { keyVersionId } = keyVersion;
    const dataKey = randomBytes(32);
    const material = this.materials.open(keyVersion).reveal();
    try {
      return {
        wrappedDataKey: encipher(material, keyVersionId, dataKey, layer('kms-secret-data-key', place, keyVersionId)),
        ciphertext: encipher(
          dataKey,
          keyVersionId,
          Buffer.from(data.reveal()),
          layer('kms-secret-value', place, keyVersionId),
        ),
      };
    } finally {
      wipe(dataKey, material);
    }
  }

  /** @throws CiphertextBroken when a layer was changed or belongs to another version */
  decrypt(place: VersionPlace, keyVersion: SealedKeyVersion, envelope: Envelope): Redacted<string> {
    const { keyVersionId } = keyVersion;
    const material = this.materials.open(keyVersion).reveal();
    const dataKey = decipher(
      material,
      keyVersionId,
      envelope.wrappedDataKey,
      layer('kms-secret-data-key', place, keyVersionId),
    );
    try {
      const value = decipher(
        dataKey,
        keyVersionId,
        envelope.ciphertext,
        layer('kms-secret-value', place, keyVersionId),
      );
      return new Redacted(value.toString());
    } finally {
      wipe(dataKey, material);
    }
  }
}

function layer(
  name: string,
  { accountId, region, secretId, versionId }: VersionPlace,
  keyVersionId: string,
): CipherPlace {
  return [name, accountId, region, secretId, versionId, keyVersionId];
}

function wipe(...keys: Buffer[]): void {
  keys.forEach((key) => key.fill(0));
}
