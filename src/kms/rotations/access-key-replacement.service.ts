import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserAccessKeys } from '../../identity/identity.api.ts';
import { isMissing } from '../../common/service-error.ts';
import { KmsTrail } from '../kms-trail.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readRamCredential, writeRamCredential } from '../ram-credential.api.ts';
import type { RotationRun } from '../secret-rotations.api.ts';
import type { RotationFailure } from '../rotation-failure.api.ts';
import { readRamConfig } from '../secrets/ram-secret-config.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { currentStage } from '../secrets/secret-stages.ts';
import type { Secret } from '../secrets/secret.entity.ts';
import { PendingVersions } from './pending-versions.service.ts';
import { RotationOutcomes } from './rotation-outcomes.service.ts';
import { callerOf } from './rotation-rows.service.ts';

export interface AccessKeyRun extends Omit<RotationRun, 'ecs' | 'candidates'> {
  /** The secret's recovery window is over. */
  readonly isGone: boolean;
}

/** Puts a new AccessKey in the place of the one that a secret holds. Callers hold the secret's lock. */
@Injectable()
export class AccessKeyReplacement {
  constructor(
    private readonly accessKeys: UserAccessKeys,
    private readonly pending: PendingVersions,
    private readonly outcomes: RotationOutcomes,
    private readonly trail: KmsTrail,
  ) {}

  /** The id of the former AccessKey, which stays until it is retired. Throws EntityNotExist.User, LimitExceeded.User.AccessKey. */
  async replace(tx: EntityManager, secret: Secret, run: AccessKeyRun): Promise<string> {
    if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    const [caller, userName] = [callerOf(run), userOf(secret)];
    const { accessKeyId, secret: accessKeySecret, createdAt } = await this.accessKeys.create(caller, userName, tx);
    const former = await this.pending.open(caller, tx, secret, currentStage);
    const data = writeRamCredential({ accessKeyId, accessKeySecret, generatedAt: createdAt });
    await this.pending.add(caller, tx, secret, { versionId: run.versionId, data });
    await this.pending.promote(tx, secret, run.versionId);
    await this.outcomes.succeeded(tx, secret);
    await this.recordKey(run, 'CreateAccessKey', userName);
    await this.recordEnd(run, 'OK');
    return (former && readRamCredential(former.data)?.accessKeyId) ?? '';
  }

  /** There will be no new AccessKey: automatic rotation pauses, and a person is told. */
  async refuse(tx: EntityManager, secret: Secret, run: AccessKeyRun, failure: RotationFailure): Promise<void> {
    await this.outcomes.failed(tx, secret, failure);
    await this.recordEnd(run, failure.code);
  }

  async retire(tx: EntityManager, secret: Secret, run: AccessKeyRun): Promise<void> {
    await this.accessKeys.delete(callerOf(run), userOf(secret), run.remainder ?? '', tx).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    await this.recordKey(run, 'DeleteAccessKey', userOf(secret));
  }

  private recordEnd(run: AccessKeyRun, result: string): Promise<void> {
    return this.trail.record(run, { action: 'RotateSecret', resource: secretArn(run, run.secretName), result });
  }

  private recordKey(run: AccessKeyRun, action: string, userName: string): Promise<void> {
    return this.trail.record(run, { product: 'ram', action, resource: `acs:ram:*:${run.accountId}:user/${userName}` });
  }
}

function userOf({ secretId, extendedConfig }: Secret): string {
  const config = readRamConfig(extendedConfig ?? '');
  if (!config) throw new Error(`the secret ${secretId} does not say whose AccessKey it holds`);
  return config.userName;
}
