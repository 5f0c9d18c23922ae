import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import { Clock } from '../common/clock.ts';
import { KeysService } from './keys/keys.ts';
import { KmsErrors } from './kms.errors.ts';
import type { LockedSecret, RotatedSecret, SecretId } from './rotated-secret.api.ts';
import { ecsConfigOf } from './secrets/ecs-secret-config.ts';
import { LockedSecretOfRow, SecretOfRow, type LockedSecretParts } from './secrets/locked-secret.ts';
import { SecretDirectory } from './secrets/secret-directory.ts';
import { SecretVersions } from './secrets/secret-versions.ts';

/**
 * What a rotation may do to secrets and their versions. The rotation itself authorises the caller and records what it
 * does.
 */
@Injectable()
export class RotatedSecrets {
  private readonly parts: LockedSecretParts;

  constructor(
    private readonly directory: SecretDirectory,
    private readonly keys: KeysService,
    versions: SecretVersions,
    clock: Clock,
  ) {
    this.parts = { directory, versions, clock };
  }

  /** Undefined when the secret no longer exists or its recovery window is over. */
  async find(id: SecretId): Promise<RotatedSecret | undefined> {
    const row = await this.directory.byId(id);
    return row ? new SecretOfRow(row) : undefined;
  }

  /** The ECS instance that an ExtendedConfig names. */
  instanceIn(extendedConfig: string | null): string | undefined {
    return ecsConfigOf(extendedConfig)?.instanceId;
  }

  /** Locks a secret of the caller's own account. @throws Forbidden.ResourceNotFound */
  async lock(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret> {
    return new LockedSecretOfRow(this.parts, tx, await this.directory.lock(caller, tx, nameOrArn));
  }

  /**
   * Locks a secret that can be rotated. It may be another account's.
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow, Rejected.UnsupportedOperation,
   *   Rejected.Disabled
   */
  async admit(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret> {
    const row = await this.directory.lockShared(caller, tx, nameOrArn);
    const secret = new LockedSecretOfRow(this.parts, tx, row);
    secret.refuseDeleteWindow();
    if (!secret.ecs && secret.type !== 'RAMCredentials') throw KmsErrors.UnsupportedOperation();
    await this.keys.version(tx, row);
    return secret;
  }
}
