import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { ImportTokens, type IssuedToken } from './import-tokens.ts';
import { KeyChanges } from './key-changes.ts';
import { KeyMaterials } from './key-materials.ts';
import { algorithmOf } from './key-spec.ts';
import { requireState } from './key-state.ts';
import { unwrapKey, type WrappingAlgorithm } from './key-unwrapping.ts';
import { KeyVersion } from './key-version.entity.ts';
import type { Key } from './key.entity.ts';
import { KeysService } from './keys.ts';

export interface WrappedMaterial {
  readonly wrapped: Buffer;
  readonly token: Buffer;
  /** Undefined: the material does not expire. */
  readonly expiresAt?: Date;
}

/** Imports material into keys with the origin EXTERNAL. A key accepts the same material again, but never another. */
@Injectable()
export class KeyMaterialImport {
  constructor(
    private readonly keys: KeysService,
    private readonly changes: KeyChanges,
    private readonly materials: KeyMaterials,
    private readonly tokens: ImportTokens,
    private readonly clock: Clock,
  ) {}

  /** Returns the key and token that material must be wrapped with. @throws Unsupported.Origin */
  async parameters(caller: Caller, keyIdOrArn: string, algorithm: WrappingAlgorithm): Promise<[Key, IssuedToken]> {
    const key = await this.keys.readById(caller, keyIdOrArn);
    requireExternal(key);
    return [key, await this.tokens.issue(key, algorithm)];
  }

  /**
   * @throws InvalidParameter, InvalidImportToken, ExpiredImportToken, InvalidKeyMaterial, Unsupported.Origin,
   *   Rejected.StateModifiedFailed
   */
  async import(caller: Caller, keyIdOrArn: string, material: WrappedMaterial): Promise<void> {
    const { expiresAt } = material;
    if (expiresAt && expiresAt <= this.clock.now()) throw KmsErrors.InvalidParameter({ Name: 'KeyMaterialExpireUnix' });
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      requireExternal(key);
      requireState(key.state, 'Enabled', 'Disabled', 'PendingImport');
      const sealedFingerprint = await this.store(tx, key, this.unwrap(key, material));
      const state = key.state === 'PendingImport' ? 'Enabled' : key.state;
      await this.changes.update(tx, key, { state, sealedFingerprint, materialExpiresAt: expiresAt ?? null });
    });
  }

  private unwrap(key: Key, { wrapped, token }: WrappedMaterial): Redacted<Buffer> {
    const { algorithm, privateKey } = this.tokens.open(key, token);
    const spec = algorithmOf(key.spec);
    const material = spec.kind === 'symmetric' ? unwrapKey(algorithm, privateKey, wrapped, spec.bytes) : undefined;
    if (!material) throw KmsErrors.KeyMaterialInvalid();
    return material;
  }

  private async store(tx: EntityManager, key: Key, material: Redacted<Buffer>): Promise<Buffer> {
    const { accountId, region, keyId, primaryVersionId: keyVersionId, sealedFingerprint } = key;
    const place = { accountId, region, keyId, keyVersionId };
    if (sealedFingerprint && !this.materials.isSame(place, material, sealedFingerprint))
      throw KmsErrors.KeyMaterialInvalid();
    await tx.update(KeyVersion, place, { sealedMaterial: this.materials.seal(place, material) });
    return sealedFingerprint ?? this.materials.fingerprint(place, material);
  }
}

function requireExternal({ origin }: Key): void {
  if (origin !== 'EXTERNAL') throw KmsErrors.OriginUnsupported();
}
