import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { KeysService } from '../keys/keys.service.ts';
import type { EcsSecretConfig } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { ecsConfigOf } from '../secrets/ecs-secret-config.ts';
import { SecretDirectory } from '../secrets/secret-directory.service.ts';
import type { Secret } from '../secrets/secret.entity.ts';

/** Which secrets can be rotated at all. */
@Injectable()
export class RotationAdmission {
  constructor(
    private readonly directory: SecretDirectory,
    private readonly keys: KeysService,
  ) {}

  /**
   * `ecs` is undefined for a secret that holds an AccessKey. Locks the secret until the transaction ends. Throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow,
   * Rejected.UnsupportedOperation, Rejected.Disabled.
   */
  async admit(
    caller: Caller,
    tx: EntityManager,
    secretName: string,
  ): Promise<{ readonly secret: Secret; readonly ecs?: EcsSecretConfig }> {
    const secret = await this.directory.lockShared(caller, tx, secretName);
    if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
    const ecs = ecsConfigOf(secret.extendedConfig);
    if (!ecs && secret.type !== 'RAMCredentials') throw KmsErrors.UnsupportedOperation();
    await this.keys.primaryVersion({ ...caller, accountId: secret.accountId }, tx, secret.keyId);
    return { secret, ecs };
  }
}
