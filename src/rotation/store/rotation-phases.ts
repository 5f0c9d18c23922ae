import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readEcsCredential, writeEcsCredential } from '../../kms/ecs-credential.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { LockedSecret, RotationStage } from '../../kms/rotated-secret.api.ts';
import { RoleCalls } from '../role-calls.ts';
import type { RotationFailure } from '../what-to-do.ts';
import { ConnectLeaseRows } from './connect-lease-rows.ts';
import { RotationOutcomes } from './rotation-outcomes.ts';
import { RotationRows } from './rotation-rows.ts';
import type { RotationCredentials, RotationPhase, RotationRun } from './rotation-run.ts';

/**
 * What a rotation does to its secret. Each change is one transaction under the rotation's fence.
 * @throws LeaseLost; all methods
 */
@Injectable()
export class RotationPhases {
  constructor(
    private readonly rows: RotationRows,
    private readonly leases: ConnectLeaseRows,
    private readonly calls: RoleCalls,
    private readonly outcomes: RotationOutcomes,
  ) {}

  /** Audited as GetSecretValue. @throws Rejected.Disabled */
  async credentials(run: RotationRun): Promise<RotationCredentials> {
    return this.change(run, 'GetSecretValue', async (_tx, secret) => {
      const current = await valueOf(run, secret, 'ACSCurrent');
      if (!current) throw new Error(`the secret ${secret.secretId} has no current credential`);
      return { current, candidate: await valueOf(run, secret, 'ACSPending') };
    });
  }

  /**
   * Stores the candidate, encrypted, as ACSPending. It replaces an earlier one that no host accepts. Audited as
   * PutSecretValue.
   * @throws Rejected.Disabled, Rejected.ResourceInDeleteWindow
   */
  async prepare(run: RotationRun, candidate: EcsCredential): Promise<RotationRun> {
    return this.change(run, 'PutSecretValue', async (tx, secret) => {
      secret.refuseDeleteWindow();
      const isFirst = run.phase === 'claimed';
      if (!isFirst) await secret.discard(run.versionId);
      await secret.put({ versionId: run.versionId, data: writeEcsCredential(candidate) });
      const candidates = isFirst ? run.candidates : run.candidates + 1;
      await this.rows.write(run, { phase: 'prepared', candidates }, tx);
      return { ...run, phase: 'prepared', candidates };
    });
  }

  /**
   * Stops new connect leases and, once none is live, lets the rotation touch the host (`applying`). Until then it
   * returns the run as `draining`.
   * @throws Rejected.ResourceInDeleteWindow
   */
  async enter(run: RotationRun): Promise<RotationRun> {
    return this.rows.withSecret(run, async (tx, secret) => {
      secret.refuseDeleteWindow();
      return this.advance(tx, run, (await this.leases.existFor(tx, secret)) ? 'draining' : 'applying');
    });
  }

  /**
   * Makes the candidate ACSCurrent and the former value ACSPrevious. With `retirement` the rotation is given back until
   * that moment; without it the rotation is over. An instance that was managed with the former value is managed with
   * the candidate from then on. Works with a disabled key too. Audited as UpdateSecretVersionStage.
   */
  async promote(
    run: RotationRun,
    change: Required<RotationCredentials>,
    retirement?: { readonly formerKey: string; readonly dueAt: Date },
  ): Promise<void> {
    await this.change(run, 'UpdateSecretVersionStage', async (tx, secret) => {
      await secret.promote(run.versionId);
      await this.outcomes.succeeded(tx, secret);
      await this.outcomes.managedFromNowOn(tx, run, change);
      await this.outcomes.checkLater(tx, secret, run.versionId);
      if (!retirement) return this.rows.end(tx, run, 'finished');
      const promoted = { phase: 'retiring', failures: 0, leaseUntil: null, sealedUndoNote: null } as const;
      await this.rows.write(run, { ...retirement, ...promoted }, tx);
    });
  }

  /** Ends the rotation: the host no longer holds anything that the secret has given up. */
  async finish(run: RotationRun): Promise<void> {
    await this.rows.withSecret(run, (tx) => this.rows.end(tx, run, 'finished'));
  }

  /**
   * Wipes the candidate and ends the rotation. Call it only when the host is known not to depend on the candidate.
   * Automatic rotation pauses until another rotation succeeds.
   */
  async fail(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, async (tx, secret) => {
      if (run.phase !== 'claimed' && run.phase !== 'retiring') await secret.discard(run.versionId);
      if (run.phase !== 'retiring') await this.outcomes.failed(tx, secret, failure);
      await this.rows.end(tx, run, 'failed', failure.code);
    });
  }

  /** Pauses automatic rotation as `fail` does and raises the alarm once. The rotation itself continues. */
  async callForPerson(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, async (tx, secret) => {
      if (secret.schedule.state !== 'Invalid') await this.outcomes.failed(tx, secret, failure);
    });
  }

  /** Raises an alarm that the host accepts what the secret has given up. The schedule continues. */
  async alarm(run: RotationRun, failure: RotationFailure): Promise<void> {
    await this.rows.withSecret(run, (tx, secret) => this.outcomes.drifted(tx, secret, failure));
  }

  private change<T>(
    run: RotationRun,
    action: string,
    work: (tx: EntityManager, secret: LockedSecret) => Promise<T>,
  ): Promise<T> {
    return this.calls.onSecret(run, action, () => this.rows.withSecret(run, work));
  }

  private async advance(tx: EntityManager, run: RotationRun, phase: RotationPhase): Promise<RotationRun> {
    await this.rows.write(run, { phase }, tx);
    return { ...run, phase };
  }
}

async function valueOf(
  run: RotationRun,
  secret: LockedSecret,
  stage: RotationStage,
): Promise<EcsCredential | undefined> {
  const version = await secret.open(stage);
  // A process that is late may find the candidate of a later rotation.
  if (stage === 'ACSPending' && version?.versionId !== run.versionId) return undefined;
  return version && readEcsCredential(run.ecs.subType, version.data);
}
