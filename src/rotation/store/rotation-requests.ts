import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, MoreThan, Not, Or, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import { insertNew } from '../../database/insert-new.ts';
import { KmsErrors } from '../../kms/kms.errors.ts';
import { RotatedSecrets } from '../../kms/rotated-secrets.api.ts';
import type { LockedSecret, RotatedSecret, SecretId } from '../../kms/rotated-secret.api.ts';
import type { SecretOfHost } from './current-credentials.ts';
import { livePhases } from './rotation-run.ts';
import { Rotation } from './rotation.entity.ts';

/** The parameters of RotateSecret. */
export interface RotationRequest {
  /** Name or ARN. */
  readonly secretName: string;
  /** The id of the version that the rotation makes. */
  readonly versionId: string;
}

/** Requested rotations of one secret (documented). */
const maxRotationsAnHour = 50;
const hourMs = 3_600_000;
/** Each attempt may cost the account failed logins. */
const betweenRetriesMs = 60_000;

/** Begins requested rotations. Each claims its secret. */
@Injectable()
export class RotationRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: RotatedSecrets,
    private readonly clock: Clock,
  ) {}

  /** See Rotations.rotate. */
  async accept(caller: Caller, { secretName, versionId }: RotationRequest): Promise<RotatedSecret> {
    const { secret, isAccepted } = await this.dataSource.transaction(async (tx) => {
      const secret = await this.secrets.admit(caller, tx, secretName);
      await this.dropWaiting(tx, secret);
      await this.retryNow(tx, secret);
      const isReplacing = !secret.ecs && (await isReplacingAccessKey(tx, secret));
      return { secret, isAccepted: isReplacing || (await this.claim(caller, tx, secret, versionId)) };
    });
    // Thrown after the commit, so that the rotation in progress is still retried now.
    if (!isAccepted) throw KmsErrors.RotationInProgress();
    return secret;
  }

  /** The ECS secret, if it could be rotated now. Begins nothing. @throws what `accept` throws */
  check(caller: Caller, { secretName, versionId }: RotationRequest): Promise<SecretOfHost> {
    return this.dataSource.transaction(async (tx) => {
      const secret = await this.secrets.admit(caller, tx, secretName);
      const { accountId, region, secretId, name, ecs } = secret;
      if (!ecs) throw KmsErrors.UnsupportedOperation();
      const isRotating = await tx.existsBy(Rotation, { accountId, region, secretId, phase: In(livePhases) });
      if (isRotating) throw KmsErrors.RotationInProgress();
      if (await secret.hasVersion(versionId)) throw KmsErrors.VersionExists();
      return { accountId, region, secretId, secretName: name, requestId: caller.requestId, ecs };
    });
  }

  /** A scheduled rotation that is still waiting for its turn makes room for the one requested. */
  private async dropWaiting(tx: EntityManager, { accountId, region, secretId }: SecretId): Promise<void> {
    await tx.delete(Rotation, { accountId, region, secretId, phase: 'claimed', isScheduled: true, fence: 0 });
  }

  /** Makes a rotation that waits after a failure retry now: the caller has presumably fixed something. */
  private async retryNow(tx: EntityManager, { accountId, region, secretId }: SecretId): Promise<void> {
    const now = this.clock.now();
    const waiting = {
      phase: In(livePhases),
      failures: MoreThan(0),
      dueAt: MoreThan(now),
      leaseUntil: Or(IsNull(), LessThanOrEqual(now)),
      retryRequestedAt: Or(IsNull(), LessThanOrEqual(new Date(now.getTime() - betweenRetriesMs))),
    };
    await tx.update(Rotation, { accountId, region, secretId, ...waiting }, { dueAt: now, retryRequestedAt: now });
  }

  // The unique indexes decide: one live rotation per secret, and one rotation per version that has not failed. Returns
  // false when another one is in progress.
  private async claim(caller: Caller, tx: EntityManager, secret: LockedSecret, versionId: string): Promise<boolean> {
    const { accountId, region, secretId } = secret;
    const version = { accountId, region, secretId, versionId };
    const row = this.newRow(caller, { ...version, instanceId: secret.ecs?.instanceId ?? null });
    const [claimed] = await insertNew(tx, Rotation, row, 'rotationId');
    if (claimed) {
      if (await secret.hasVersion(versionId)) throw KmsErrors.VersionExists();
      await this.requireWithinLimit(tx, secret);
      return true;
    }
    return tx.existsBy(Rotation, { ...version, phase: Not('failed') });
  }

  /** The new one is included in the count. */
  private async requireWithinLimit(tx: EntityManager, { accountId, region, secretId }: SecretId): Promise<void> {
    const createdAt = MoreThan(new Date(this.clock.now().getTime() - hourMs));
    const count = await tx.countBy(Rotation, { accountId, region, secretId, isScheduled: false, createdAt });
    if (count > maxRotationsAnHour) throw KmsErrors.TooManyRotations();
  }

  private newRow(
    caller: Caller,
    version: Pick<Rotation, 'accountId' | 'region' | 'secretId' | 'versionId' | 'instanceId'>,
  ): Rotation {
    const now = this.clock.now();
    return {
      ...version,
      rotationId: randomAlphanumeric(32),
      phase: 'claimed',
      requestId: caller.requestId,
      fence: 0,
      leaseUntil: null,
      dueAt: now,
      failures: 0,
      failure: null,
      formerKey: null,
      sealedUndoNote: null,
      isScheduled: false,
      busyInstance: null,
      retryRequestedAt: null,
      candidates: 1,
      createdAt: now,
      endedAt: null,
    };
  }
}

/** For an AccessKey, a second rotation is accepted and does nothing until the former key is deleted. */
function isReplacingAccessKey(tx: EntityManager, { accountId, region, secretId }: SecretId): Promise<boolean> {
  return tx.existsBy(Rotation, { accountId, region, secretId, phase: In(['claimed', 'retiring']) });
}
