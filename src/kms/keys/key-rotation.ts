import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { KeyChanges } from './key-changes.ts';
import { keyArn } from './key-name.ts';
import { rotationFrom } from './key-rotation-policy.ts';
import { algorithmOf } from './key-spec.ts';
import { KeyVersions } from './key-versions.ts';
import { Key } from './key.entity.ts';

/**
 * Gives symmetric keys a new primary version at their interval. What is encrypted under older versions stays readable.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: KeyChanges,
    private readonly versions: KeyVersions,
    private readonly trail: KmsTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined ends the rotation.
   * @throws Unsupported.Origin, Rejected.UnsupportedOperation, Rejected.PendingDeletion
   */
  async setPolicy(caller: Caller, keyIdOrArn: string, rotationSeconds: number | undefined): Promise<void> {
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      if (key.state === 'PendingDeletion') throw KmsErrors.KeyPendingDeletion();
      if (key.origin === 'EXTERNAL') throw KmsErrors.OriginUnsupported();
      if (algorithmOf(key.spec).kind !== 'symmetric') throw KmsErrors.UnsupportedOperation();
      await this.changes.update(tx, key, rotationFrom(key.lastRotatedAt, rotationSeconds));
    });
  }

  /** Rotates one key that is due, once however many intervals it has missed. Returns false when none is due. */
  rotateNext(): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const key = await tx
        .createQueryBuilder(Key, 'key')
        .where(`key.state = 'Enabled' and key.nextRotationAt <= :now`, { now: this.clock.now() })
        .orderBy('key.nextRotationAt')
        .limit(1)
        // A key that another process is rotating is skipped, not waited for.
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getOne();
      if (!key) return false;
      await this.versions.add(tx, key, await this.versions.make(key));
      await this.trail.record(key, { action: 'CreateKeyVersion', resource: keyArn(key, key.keyId) });
      return true;
    });
  }
}
