import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { isMissing } from '../../common/service-error.ts';
import { RotatedSecrets } from '../../kms/rotated-secrets.api.ts';
import type { LockedSecret, SecretId } from '../../kms/rotated-secret.api.ts';
import { callerOf } from '../role-calls.ts';
import { LeaseLost, type RotationRun } from './rotation-run.ts';
import { Rotation } from './rotation.entity.ts';

type HeldRun = Pick<RotationRun, 'rotationId' | 'secretId' | 'fence' | 'phase'>;

/** The secret that is worked on, and the request it is for. */
export type SecretOfRun = Pick<RotationRun, 'accountId' | 'region' | 'secretId' | 'secretName' | 'requestId'>;

/** Changes a rotation together with its secret. */
@Injectable()
export class RotationRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: RotatedSecrets,
    private readonly clock: Clock,
  ) {}

  /** The ECS secret of a rotation; undefined when it is gone. */
  async ecsSecret(id: SecretId): Promise<Pick<RotationRun, 'secretName' | 'ecs'> | undefined> {
    const secret = await this.secrets.find(id);
    if (!secret) return undefined;
    if (!secret.ecs) throw new Error(`the secret ${id.secretId} is not an ECS secret`);
    return { secretName: secret.name, ecs: secret.ecs };
  }

  /** Runs `work` in a transaction that holds the secret's lock. @throws LeaseLost when the secret is gone */
  async withSecret<T>(run: SecretOfRun, work: (tx: EntityManager, secret: LockedSecret) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => work(tx, await this.lockSecret(tx, run)));
  }

  /**
   * @throws LeaseLost when another process has taken the rotation in the meantime, or when it is further on than `run`
   * knows
   */
  async write(run: HeldRun, values: Partial<Rotation>, tx: EntityManager = this.dataSource.manager): Promise<void> {
    const { rotationId, fence, phase } = run;
    const isGivenUp = values.leaseUntil === null;
    const written = isGivenUp ? { ...values, busyInstance: null } : values;
    const { affected } = await tx.update(Rotation, { rotationId, fence, phase }, written);
    if (affected !== 1) throw new LeaseLost(run);
  }

  /** Ends the rotation. @throws LeaseLost */
  async end(tx: EntityManager, run: HeldRun, phase: 'finished' | 'failed', failure?: string): Promise<void> {
    await this.write(run, this.ended(phase, failure), tx);
  }

  /** Ends a rotation whose secret is gone, unless the row has gone with it. */
  async endOfDeletedSecret({ rotationId, fence }: Pick<HeldRun, 'rotationId' | 'fence'>): Promise<undefined> {
    const ended = { ...this.ended('failed', 'SecretGone'), busyInstance: null };
    await this.dataSource.manager.update(Rotation, { rotationId, fence }, ended);
  }

  /** Keeps the rotation, whatever phase it has reached. @throws LeaseLost */
  async keep(run: RotationRun, now: Date, leaseUntil: Date): Promise<void> {
    const { rotationId, fence } = run;
    const held = { rotationId, fence, endedAt: IsNull(), leaseUntil: MoreThan(now) };
    const { affected } = await this.dataSource.manager.update(Rotation, held, { leaseUntil });
    if (affected !== 1) throw new LeaseLost(run);
  }

  /**
   * Holds the secret's lock until the transaction ends.
   * @throws LeaseLost when the secret is gone; its name may belong to another one by now
   */
  async lockSecret(tx: EntityManager, run: SecretOfRun): Promise<LockedSecret> {
    const secret = await this.secrets.lock(callerOf(run), tx, run.secretName).catch((error: unknown) => {
      throw isMissing(error) ? new LeaseLost(run, { cause: error }) : error;
    });
    if (secret.secretId !== run.secretId) throw new LeaseLost(run);
    return secret;
  }

  private ended(phase: 'finished' | 'failed', failure: string | null = null): Partial<Rotation> {
    return { phase, failure, leaseUntil: null, endedAt: this.clock.now(), sealedUndoNote: null };
  }
}
