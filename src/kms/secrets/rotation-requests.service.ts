import { Injectable } from '@nestjs/common';
import { DataSource, Not, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import { KeysService } from '../keys/keys.service.ts';
import { KmsErrors } from '../kms.errors.ts';
import { RotationRequests, type RotationRequest } from '../secret-rotations.api.ts';
import { ecsConfigOf } from './ecs-secret-config.ts';
import { Rotation } from './rotation.entity.ts';
import { SecretDirectory } from './secret-directory.service.ts';
import { secretArn } from './secret-name.ts';
import { SecretVersions } from './secret-versions.service.ts';
import type { Secret } from './secret.entity.ts';

@Injectable()
export class RotationRequestsService extends RotationRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SecretDirectory,
    private readonly versions: SecretVersions,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async accept(
    caller: Caller,
    { secretName, versionId }: RotationRequest,
  ): Promise<{ secretArn: string; secretName: string }> {
    return this.dataSource.transaction(async (tx) => {
      const secret = await this.directory.lock(caller, tx, secretName);
      if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
      if (!ecsConfigOf(secret.extendedConfig)) throw KmsErrors.UnsupportedOperation();
      await this.keys.primaryVersion(caller, tx, secret.keyId);
      await this.claim(caller, tx, secret, versionId);
      return { secretArn: secretArn(caller, secret.name), secretName: secret.name };
    });
  }

  // The unique indexes decide: one live rotation a secret, one rotation a version that has not failed.
  private async claim(caller: Caller, tx: EntityManager, secret: Secret, versionId: string): Promise<void> {
    const { accountId, region, secretId } = secret;
    const version = { accountId, region, secretId, versionId };
    const insert = tx.createQueryBuilder().insert().into(Rotation).values(this.newRow(caller, version)).orIgnore();
    const { raw } = await insert.returning(['rotationId']).execute();
    if ((raw as unknown[]).length === 1) {
      if (await this.versions.has(tx, secret, versionId)) throw KmsErrors.VersionExists();
      return;
    }
    const isRepeated = await tx.existsBy(Rotation, { ...version, phase: Not('failed') });
    if (!isRepeated) throw KmsErrors.RotationInProgress();
  }

  private newRow(caller: Caller, version: Pick<Rotation, 'accountId' | 'region' | 'secretId' | 'versionId'>): Rotation {
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
      retiringPublicKey: null,
      createdAt: now,
      endedAt: null,
    };
  }
}
