import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import type { Redacted } from '../../common/redacted.ts';
import { KmsErrors } from '../kms.errors.ts';
import { SecretDirectory } from '../secrets/secret-directory.service.ts';
import {
  currentStage,
  moveStage,
  pendingStage,
  previousStage,
  removeStage,
  stagesOf,
} from '../secrets/secret-stages.ts';
import { SecretVersions } from '../secrets/secret-versions.service.ts';
import type { Secret } from '../secrets/secret.entity.ts';

/** The versions that a rotation makes. Callers hold the secret's lock (SecretDirectory.lock) in the same transaction. */
@Injectable()
export class PendingVersions {
  constructor(
    private readonly directory: SecretDirectory,
    private readonly versions: SecretVersions,
    private readonly clock: Clock,
  ) {}

  /** Adds the candidate as ACSPending. Throws Rejected.ResourceExist when the version id is known, Rejected.Disabled. */
  async add(
    caller: Caller,
    tx: EntityManager,
    secret: Secret,
    candidate: { versionId: string; data: Redacted<string> },
  ): Promise<void> {
    const added = await this.versions.add(caller, tx, secret, { ...candidate, dataType: 'text' });
    if (!added) throw KmsErrors.VersionExists();
    await moveStage(tx, secret, pendingStage, candidate.versionId);
  }

  /** The value that a label stands on, ACSPending too; for the rotation's eyes only. Throws Rejected.Disabled. */
  async open(
    caller: Caller,
    tx: EntityManager,
    secret: Secret,
    stage: typeof currentStage | typeof previousStage | typeof pendingStage,
  ): Promise<{ versionId: string; data: Redacted<string> } | undefined> {
    const versionId = (await stagesOf(tx, secret)).get(stage);
    return versionId === undefined ? undefined : this.versions.open(caller, tx, secret, versionId);
  }

  /** Makes the candidate ACSCurrent and the former current version ACSPrevious. Touches no ciphertext: a disabled key does not stop it. */
  async promote(tx: EntityManager, secret: Secret, versionId: string): Promise<void> {
    await this.requirePending(tx, secret, versionId);
    await removeStage(tx, secret, pendingStage);
    await moveStage(tx, secret, currentStage, versionId);
    await this.versions.prune(tx, secret);
    const now = this.clock.now();
    await this.directory.update(tx, secret, {
      lastRotatedAt: now,
      updatedAt: now,
      rotationState: 'ok',
      nextRotationAt: nextDate(secret, now),
    });
  }

  /** Wipes a candidate that no host accepts. */
  async discard(tx: EntityManager, secret: Secret, versionId: string): Promise<void> {
    await this.requirePending(tx, secret, versionId);
    await this.versions.remove(tx, secret, versionId);
  }

  private async requirePending(tx: EntityManager, secret: Secret, versionId: string): Promise<void> {
    const pending = (await stagesOf(tx, secret)).get(pendingStage);
    if (pending !== versionId)
      throw new Error(`version ${versionId} of secret ${secret.secretId} is not the pending one`);
  }
}

/** However many dates have passed meanwhile, one rotation was due. */
function nextDate({ rotationIntervalSeconds: seconds }: Secret, now: Date): Date | null {
  return seconds === null ? null : new Date(now.getTime() + seconds * 1_000);
}
