import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { KmsErrors } from '../kms.errors.ts';
import { SecretChanges } from './secret-changes.ts';
import { SecretKeys } from './secret-keys.ts';
import {
  currentStage,
  moveStage,
  pendingStage,
  previousStage,
  removeStage,
  stagesOf,
  stagesOfVersion,
} from './secret-stages.ts';
import { SecretVersions, type NewVersion } from './secret-versions.ts';
import type { Secret } from './secret.entity.ts';

export interface PutValue extends NewVersion {
  readonly secretName: string;
  readonly stages: readonly string[];
}

export interface StageMove {
  readonly secretName: string;
  readonly stage: string;
  readonly moveTo?: string;
  readonly removeFrom?: string;
}

/** New values and label moves of Generic secrets; for managed secrets, rotation does both. */
@Injectable()
export class GenericValues {
  constructor(
    private readonly changes: SecretChanges,
    private readonly keys: SecretKeys,
    private readonly versions: SecretVersions,
  ) {}

  /**
   * Adds a version; an existing one with the same value stays as it is. Returns the secret and the labels of the
   * version.
   */
  async put(caller: Caller, value: PutValue): Promise<{ secret: Secret; stages: string[] }> {
    const stages = value.stages.length > 0 ? value.stages : [currentStage];
    stages.forEach(requireUsual);
    if (stages.includes(currentStage) && stages.includes(previousStage)) throw KmsErrors.UnusualStage();
    return this.changeGeneric(caller, value.secretName, async (tx, secret) => {
      await this.keys.requireWritable(caller, tx, secret);
      if (await this.versions.add(tx, secret, value)) {
        for (const stage of stages) await moveStage(tx, secret, stage, value.versionId);
        await requireApart(tx, secret);
        await this.versions.prune(tx, secret);
        await this.changes.touch(tx, secret);
      } else if (!(await this.isSame(tx, secret, value))) throw KmsErrors.VersionExists();
      return { secret, stages: await stagesOfVersion(tx, secret, value.versionId) };
    });
  }

  async moveStage(caller: Caller, move: StageMove): Promise<Secret> {
    requireUsual(move.stage);
    return this.changeGeneric(caller, move.secretName, async (tx, secret) => {
      await this.requireFits(tx, secret, move);
      if (move.moveTo === undefined) await removeStage(tx, secret, move.stage);
      else await moveStage(tx, secret, move.stage, move.moveTo);
      await requireApart(tx, secret);
      await this.changes.touch(tx, secret);
      return secret;
    });
  }

  private changeGeneric<T>(
    caller: Caller,
    name: string,
    work: (tx: EntityManager, secret: Secret) => Promise<T>,
  ): Promise<T> {
    return this.changes.locked(caller, name, (tx, secret) => {
      if (secret.type !== 'Generic') throw KmsErrors.UnsupportedOperation();
      return work(tx, secret);
    });
  }

  private async isSame(tx: EntityManager, secret: Secret, value: NewVersion): Promise<boolean> {
    const known = await this.versions.open(tx, secret, value.versionId);
    return known?.dataType === value.dataType && known.data.reveal() === value.data.reveal();
  }

  private async requireFits(
    tx: EntityManager,
    secret: Secret,
    { stage, moveTo, removeFrom }: StageMove,
  ): Promise<void> {
    if (moveTo === undefined && (removeFrom === undefined || isOfService(stage))) throw KmsErrors.StageMismatch();
    if (removeFrom !== undefined && (await stagesOf(tx, secret)).get(stage) !== removeFrom)
      throw KmsErrors.StageMismatch();
    if (moveTo !== undefined && !(await this.versions.has(tx, secret, moveTo))) throw KmsErrors.ResourceNotFound();
  }
}

// ACSCurrent and ACSPrevious can be moved but never removed.
function isOfService(stage: string): boolean {
  return stage === currentStage || stage === previousStage;
}

function requireUsual(stage: string): void {
  if (stage === pendingStage) throw KmsErrors.UnusualStage();
}

// One version cannot be both the current and the previous one.
async function requireApart(tx: EntityManager, secret: Secret): Promise<void> {
  const stages = await stagesOf(tx, secret);
  if (stages.get(currentStage) === stages.get(previousStage)) throw KmsErrors.UnusualStage();
}
