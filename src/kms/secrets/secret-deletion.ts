import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { KmsErrors } from '../kms.errors.ts';
import { hasLiveRotation } from './overdue-secrets.ts';
import { SecretChanges } from './secret-changes.ts';
import { SecretDirectory } from './secret-directory.ts';
import { Secret } from './secret.entity.ts';

export interface DeletedSecret {
  readonly name: string;
  readonly plannedDeletionAt: Date;
}

const dayMs = 86_400_000;

/** Deletes secrets, immediately or with a recovery window, and restores them. Credentials on hosts stay as they are. */
@Injectable()
export class SecretDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SecretDirectory,
    private readonly changes: SecretChanges,
    private readonly clock: Clock,
  ) {}

  /** From now on the secret's value cannot be read unless the secret is restored within `days`. */
  async schedule(caller: Caller, nameOrArn: string, days: number): Promise<DeletedSecret> {
    return this.changes.locked(caller, nameOrArn, async (tx, secret) => {
      const now = this.clock.now();
      const plannedDeletionAt = new Date(now.getTime() + days * dayMs);
      await this.directory.update(tx, secret, { plannedDeletionAt, updatedAt: now });
      return { name: secret.name, plannedDeletionAt };
    });
  }

  /** Deletes the secret with all its versions immediately. @throws Rejected.RotationInProgress */
  async deleteNow(caller: Caller, nameOrArn: string): Promise<DeletedSecret> {
    return this.changes.locked(caller, nameOrArn, async (tx, secret) => {
      if (await hasLiveRotation(tx, secret)) throw KmsErrors.RotationInProgress();
      await this.directory.remove(tx, secret);
      return { name: secret.name, plannedDeletionAt: this.clock.now() };
    });
  }

  /** @throws Rejected.ResourceInUse when the secret is not pending deletion */
  async restore(caller: Caller, nameOrArn: string): Promise<Secret> {
    return this.dataSource.transaction(async (tx) => {
      const secret = await this.directory.lockShared(caller, tx, nameOrArn);
      if (!secret.plannedDeletionAt) throw KmsErrors.SecretNotInDeleteWindow();
      await this.directory.update(tx, secret, { plannedDeletionAt: null, updatedAt: this.clock.now() });
      return secret;
    });
  }
}
