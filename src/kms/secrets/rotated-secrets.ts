import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { KeysService } from '../keys/keys.ts';
import { KmsErrors } from '../kms.errors.ts';
import { RotatedSecrets, type LockedSecret, type RotatedSecret, type SecretId } from '../rotated-secrets.api.ts';
import { LockedSecretOfRow, SecretOfRow, type LockedSecretParts } from './locked-secret.ts';
import { SecretDirectory } from './secret-directory.ts';
import { SecretVersions } from './secret-versions.ts';

@Injectable()
export class RotatedSecretsService extends RotatedSecrets {
  private readonly parts: LockedSecretParts;

  constructor(
    private readonly directory: SecretDirectory,
    private readonly keys: KeysService,
    versions: SecretVersions,
    clock: Clock,
  ) {
    super();
    this.parts = { directory, versions, clock };
  }

  async find(id: SecretId): Promise<RotatedSecret | undefined> {
    const row = await this.directory.byId(id);
    return row ? new SecretOfRow(row) : undefined;
  }

  async lock(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret> {
    return new LockedSecretOfRow(this.parts, tx, await this.directory.lock(caller, tx, nameOrArn));
  }

  async admit(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<LockedSecret> {
    const row = await this.directory.lockShared(caller, tx, nameOrArn);
    const secret = new LockedSecretOfRow(this.parts, tx, row);
    secret.refuseDeleteWindow();
    if (!secret.ecs && secret.type !== 'RAMCredentials') throw KmsErrors.UnsupportedOperation();
    await this.keys.version(tx, row);
    return secret;
  }
}
