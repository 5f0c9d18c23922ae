import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Guard } from '../../guard/guard.api.ts';
import { readEcsCredential, writeEcsCredential } from '../ecs-credential.api.ts';
import type { EcsCredential } from '../kms.api.ts';
import type { RotationFailure } from '../rotation-failure.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import {
  SecretRotations,
  type RotationCredentials,
  type RotationPhase,
  type RotationRun,
} from '../secret-rotations.api.ts';
import { kmsWords } from '../kms-words.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { currentStage, pendingStage } from '../secrets/secret-stages.ts';
import type { Secret } from '../secrets/secret.entity.ts';
import { ConnectLeasesService } from './connect-leases.service.ts';
import { PendingVersions } from './pending-versions.service.ts';
import { RotationOutcomes } from './rotation-outcomes.service.ts';
import { callerOf, RotationRows } from './rotation-rows.service.ts';

@Injectable()
export class RotationPhasesService extends SecretRotations {
  constructor(
    private readonly rows: RotationRows,
    private readonly pending: PendingVersions,
    private readonly leases: ConnectLeasesService,
    private readonly guard: Guard,
    private readonly outcomes: RotationOutcomes,
  ) {
    super();
  }

  async credentials(run: RotationRun): Promise<RotationCredentials> {
    return this.change(run, 'GetSecretValue', async (tx, secret) => {
      const current = await this.open(run, tx, secret, currentStage);
      if (!current) throw new Error(`the secret ${secret.secretId} has no current credential`);
      return { current, candidate: await this.open(run, tx, secret, pendingStage) };
    });
  }

  async prepare(run: RotationRun, candidate: EcsCredential): Promise<RotationRun> {
    return this.change(run, 'PutSecretValue', async (tx, secret) => {
      refuseDeleted(secret);
      const isFirst = run.phase === 'claimed';
      if (!isFirst) await this.pending.discard(tx, secret, run.versionId);
      const version = { versionId: run.versionId, data: writeEcsCredential(candidate) };
      await this.pending.add(callerOf(run), tx, secret, version);
      const candidates = isFirst ? run.candidates : run.candidates + 1;
      await this.rows.write(run, { phase: 'prepared', candidates }, tx);
      return { ...run, phase: 'prepared', candidates };
    });
  }

  async enter(run: RotationRun): Promise<RotationRun> {
    return this.rows.withSecret(run, async (tx, secret) => {
      refuseDeleted(secret);
      return this.advance(tx, run, (await this.leases.anyLiving(tx, secret)) ? 'draining' : 'applying');
    });
  }

  async promote(
    run: RotationRun,
    change: Required<RotationCredentials>,
    retirement?: { readonly remainder: string; readonly dueAt: Date },
  ): Promise<void> {
    await this.change(run, 'UpdateSecretVersionStage', async (tx, secret) => {
      await this.pending.promote(tx, secret, run.versionId);
      await this.outcomes.succeeded(tx, secret);
      await this.outcomes.managedFromNowOn(tx, run, change);
      await this.outcomes.checkLater(tx, secret, run.versionId);
      if (!retirement) return this.rows.end(tx, run, 'finished');
      const promoted = { phase: 'retiring', failures: 0, leaseUntil: null, sealedUndoNote: null } as const;
      await this.rows.write(run, { ...retirement, ...promoted }, tx);
    });
  }

  async finish(run: RotationRun): Promise<void> {
    await this.rows.withSecret(run, (tx) => this.rows.end(tx, run, 'finished'));
  }

  async fail(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, async (tx, secret) => {
      if (run.phase !== 'claimed' && run.phase !== 'retiring') await this.pending.discard(tx, secret, run.versionId);
      if (run.phase !== 'retiring') await this.outcomes.failed(tx, secret, failure);
      await this.rows.end(tx, run, 'failed', failure.code);
    });
  }

  async callPerson(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, async (tx, secret) => {
      if (secret.rotationState !== 'invalid') await this.outcomes.failed(tx, secret, failure);
    });
  }

  async alarm(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, (tx, secret) => this.outcomes.drifted(tx, secret, failure));
  }

  /** Needs no permission: whether the secret may be rotated was decided when that was asked for, and its name need not be one that the role's policy covers. */
  private change<T>(
    run: RotationRun,
    action: string,
    work: (tx: EntityManager, secret: Secret) => Promise<T>,
  ): Promise<T> {
    const caller = callerOf(run);
    const arn = secretArn(caller, run.secretName);
    const call = { product: kmsWords, action, resources: [{ arn }], permissions: [] };
    return this.guard.run(caller, call, () => this.rows.withSecret(run, work));
  }

  private async open(
    run: RotationRun,
    tx: EntityManager,
    secret: Secret,
    stage: typeof currentStage | typeof pendingStage,
  ): Promise<EcsCredential | undefined> {
    const version = await this.pending.open(callerOf(run), tx, secret, stage);
    // Somebody who comes late may find the candidate of a later rotation.
    if (stage === pendingStage && version?.versionId !== run.versionId) return undefined;
    return version && readEcsCredential(run.ecs.subType, version.data);
  }

  private async advance(tx: EntityManager, run: RotationRun, phase: RotationPhase): Promise<RotationRun> {
    await this.rows.write(run, { phase }, tx);
    return { ...run, phase };
  }
}

function refuseDeleted(secret: Secret): void {
  if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
}
