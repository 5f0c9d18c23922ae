import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RamAccessKeys } from '../../identity/identity.api.ts';
import { KmsTrail } from '../kms-trail.ts';
import { KmsErrors } from '../kms.errors.ts';
import { readRamCredential, writeRamCredential } from '../ram-credential.api.ts';
import type { RotationRun } from '../secret-rotations.api.ts';
import type { RotationFailure } from '../rotation-failure.api.ts';
import { PendingVersions } from './pending-versions.service.ts';
import { RotationOutcomes } from './rotation-outcomes.service.ts';
import { readRamConfig } from '../secrets/ram-secret-config.ts';
import { callerOf } from './rotation-rows.service.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { currentStage } from '../secrets/secret-stages.ts';
import type { Secret } from '../secrets/secret.entity.ts';

export interface AccessKeyRun extends Omit<RotationRun, 'ecs' | 'candidates'> {
  /** The secret's recovery window is over. */
  readonly isGone: boolean;
}

/** A person must see to the RAM user first. */
export class AccessKeyRefused extends Error {
  override readonly name = 'AccessKeyRefused';

  constructor(readonly code: 'NoSuchRamUser' | 'TooManyAccessKeys') {
    super(`no new AccessKey can be made: ${code}`);
  }
}

const maxAccessKeys = 2;

/** Puts a new AccessKey in the place of the one that a secret holds. Callers hold the secret's lock. */
@Injectable()
export class AccessKeyReplacement {
  constructor(
    private readonly accessKeys: RamAccessKeys,
    private readonly pending: PendingVersions,
    private readonly outcomes: RotationOutcomes,
    private readonly trail: KmsTrail,
  ) {}

  /** The id of the former AccessKey, which stays until it is retired. @throws AccessKeyRefused */
  async replace(tx: EntityManager, secret: Secret, run: AccessKeyRun): Promise<string> {
    if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    const userName = userOf(secret);
    const keys = await this.accessKeys.list(tx, secret.accountId, userName);
    if (!keys) throw new AccessKeyRefused('NoSuchRamUser');
    if (keys.length >= maxAccessKeys) throw new AccessKeyRefused('TooManyAccessKeys');
    const former = await this.pending.open(callerOf(run), tx, secret, currentStage);
    const data = writeRamCredential(await this.accessKeys.create(tx, secret.accountId, userName));
    await this.pending.add(callerOf(run), tx, secret, { versionId: run.versionId, data });
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
    await this.accessKeys.delete(tx, secret.accountId, userOf(secret), run.remainder ?? '');
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
