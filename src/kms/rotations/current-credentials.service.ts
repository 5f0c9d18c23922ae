import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Guard } from '../../guard/guard.api.ts';
import { readEcsCredential } from '../ecs-credential.api.ts';
import type { EcsCredential } from '../kms.api.ts';
import type { RotationRun } from '../secret-rotations.api.ts';
import { kmsWords } from '../kms-words.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { currentStage } from '../secrets/secret-stages.ts';
import type { Secret } from '../secrets/secret.entity.ts';
import { PendingVersions } from './pending-versions.service.ts';
import { callerOf, RotationRows } from './rotation-rows.service.ts';

export type SecretOfHost = Pick<RotationRun, 'accountId' | 'region' | 'secretId' | 'secretName' | 'requestId' | 'ecs'>;

/** Reads the value of an ECS secret as KMS's service role, without changing anything. Audited as GetSecretValue. */
@Injectable()
export class CurrentCredentials {
  constructor(
    private readonly rows: RotationRows,
    private readonly pending: PendingVersions,
    private readonly guard: Guard,
  ) {}

  /** Throws Rejected.Disabled. */
  read(of: SecretOfHost): Promise<{ readonly versionId: string; readonly current: EcsCredential }> {
    const caller = callerOf(of);
    const arn = secretArn(caller, of.secretName);
    const call = { product: kmsWords, action: 'GetSecretValue', resources: [{ arn }], permissions: [] };
    return this.guard.run(caller, call, () =>
      this.rows.withSecret(of, async (tx, secret) => {
        const version = await this.pending.open(caller, tx, secret, currentStage);
        const current = version && readEcsCredential(of.ecs.subType, version.data);
        if (!current) throw new Error(`the secret ${secret.secretId} has no current credential`);
        return { versionId: version.versionId, current };
      }),
    );
  }

  withSecret<T>(of: SecretOfHost, work: (tx: EntityManager, secret: Secret) => Promise<T>): Promise<T> {
    return this.rows.withSecret(of, work);
  }
}
