import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { ServiceError } from '../../common/service-error.ts';
import { ecsSecretsServiceRole, serviceRoleCaller } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { LeaseLost, type RotationRun } from '../secret-rotations.api.ts';
import { SecretDirectory } from '../secrets/secret-directory.service.ts';
import type { Secret } from '../secrets/secret.entity.ts';
import { Rotation } from './rotation.entity.ts';

type HeldRun = Pick<RotationRun, 'rotationId' | 'secretId' | 'fence' | 'phase'>;

/** The secret that is worked on, and for which request. */
type SecretOfRun = Pick<RotationRun, 'accountId' | 'region' | 'secretId' | 'secretName' | 'requestId'>;

/** Changes a rotation together with its secret. */
@Injectable()
export class RotationRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SecretDirectory,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` in a transaction that holds the secret's lock. @throws LeaseLost when the secret is gone */
  async withSecret<T>(run: SecretOfRun, work: (tx: EntityManager, secret: Secret) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => work(tx, await this.lockSecret(tx, run)));
  }

  /** @throws LeaseLost when another process has taken the rotation meanwhile, or when it is further on than `run` knows */
  async write(run: HeldRun, values: Partial<Rotation>, tx: EntityManager = this.dataSource.manager): Promise<void> {
    const { rotationId, fence, phase } = run;
    const isGivenUp = values.leaseUntil === null;
    const written = isGivenUp ? { ...values, busyInstance: null } : values;
    const { affected } = await tx.update(Rotation, { rotationId, fence, phase }, written);
    if (affected !== 1) throw new LeaseLost(run);
  }

  /** The rotation is over. @throws LeaseLost */
  async end(tx: EntityManager, run: HeldRun, phase: 'finished' | 'failed', failure?: string): Promise<void> {
    const ended = {
      phase,
      failure: failure ?? null,
      leaseUntil: null,
      endedAt: this.clock.now(),
      sealedUndoNote: null,
    };
    await this.write(run, ended, tx);
  }

  /** Keeps the rotation, whatever its phase is by now. @throws LeaseLost */
  async keep(run: RotationRun, now: Date, leaseUntil: Date): Promise<void> {
    const { rotationId, fence } = run;
    const ours = { rotationId, fence, endedAt: IsNull(), leaseUntil: MoreThan(now) };
    const { affected } = await this.dataSource.manager.update(Rotation, ours, { leaseUntil });
    if (affected !== 1) throw new LeaseLost(run);
  }

  /** Holds the secret's lock until the transaction ends; a deleted secret's name may belong to another one by now. @throws LeaseLost */
  async lockSecret(tx: EntityManager, run: SecretOfRun): Promise<Secret> {
    const secret = await this.directory.lock(callerOf(run), tx, run.secretName).catch((error: unknown) => {
      throw isNotFound(error) ? new LeaseLost(run, { cause: error }) : error;
    });
    if (secret.secretId !== run.secretId) throw new LeaseLost(run);
    return secret;
  }
}

/** Who works on a rotation: KMS's role for ECS secrets, in the account and region of the secret. */
export function callerOf({ accountId, region, requestId }: Omit<SecretOfRun, 'secretId' | 'secretName'>): Caller {
  return serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
}

function isNotFound(error: unknown): boolean {
  return error instanceof ServiceError && error.code === KmsErrors.table.ResourceNotFound.code;
}
