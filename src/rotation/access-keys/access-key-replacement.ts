import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserAccessKeys } from '../../identity/user-access-keys.api.ts';
import { KmsTrail } from '../../kms/kms-trail.api.ts';
import { readRamCredential, writeRamCredential } from '../../kms/ram-credential.api.ts';
import type { LockedSecret } from '../../kms/rotated-secret.api.ts';
import { callerOf } from '../role-calls.ts';
import { RotationOutcomes } from '../store/rotation-outcomes.ts';
import type { RotationRun } from '../store/rotation-run.ts';
import type { RotationFailure } from '../what-to-do.ts';

export interface AccessKeyRun extends Omit<RotationRun, 'ecs' | 'candidates'> {
  /** The secret's recovery window is over. */
  readonly isGone: boolean;
}

/** Replaces the AccessKey that a secret holds with a new one. Callers hold the secret's lock. */
@Injectable()
export class AccessKeyReplacement {
  constructor(
    private readonly accessKeys: UserAccessKeys,
    private readonly outcomes: RotationOutcomes,
    private readonly trail: KmsTrail,
  ) {}

  /**
   * Returns the id of the former AccessKey, which stays until it is retired.
   * @throws EntityNotExist.User, LimitExceeded.User.AccessKey, Rejected.ResourceInDeleteWindow, Rejected.Disabled
   */
  async replace(tx: EntityManager, secret: LockedSecret, run: AccessKeyRun): Promise<string> {
    secret.refuseDeleteWindow();
    const userName = userOf(secret);
    const {
      accessKeyId,
      secret: accessKeySecret,
      createdAt,
    } = await this.accessKeys.create(callerOf(run), userName, tx);
    const former = await secret.open('ACSCurrent');
    const data = writeRamCredential({ accessKeyId, accessKeySecret, generatedAt: createdAt });
    await secret.put({ versionId: run.versionId, data });
    await secret.promote(run.versionId);
    await this.outcomes.succeeded(tx, secret);
    await this.recordKey(run, 'CreateAccessKey', userName);
    await this.recordEnd(run, secret.arn, 'OK');
    return (former && readRamCredential(former.data)?.accessKeyId) ?? '';
  }

  /** There will be no new AccessKey. Automatic rotation pauses and an alarm event is published. */
  async refuse(tx: EntityManager, secret: LockedSecret, run: AccessKeyRun, failure: RotationFailure): Promise<void> {
    await this.outcomes.failed(tx, secret, failure);
    await this.recordEnd(run, secret.arn, failure.code);
  }

  async retire(tx: EntityManager, secret: LockedSecret, run: AccessKeyRun): Promise<void> {
    const isDeleted = await this.accessKeys.deleteOfAnyUser(callerOf(run), run.formerKey ?? '', tx);
    if (isDeleted) await this.recordKey(run, 'DeleteAccessKey', userOf(secret));
  }

  private recordEnd(run: AccessKeyRun, resource: string, result: string): Promise<void> {
    return this.trail.record(run, { action: 'RotateSecret', resource, result });
  }

  private recordKey(run: AccessKeyRun, action: string, userName: string): Promise<void> {
    return this.trail.record(run, { product: 'ram', action, resource: `acs:ram:*:${run.accountId}:user/${userName}` });
  }
}

function userOf({ secretId, ramUserName }: LockedSecret): string {
  if (ramUserName === undefined) throw new Error(`the secret ${secretId} does not say whose AccessKey it holds`);
  return ramUserName;
}
