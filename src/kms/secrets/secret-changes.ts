import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { KmsErrors } from '../kms.errors.ts';
import { withCustomData } from './extended-config.ts';
import { SecretDirectory } from './secret-directory.ts';
import { scheduleColumns } from './secret-schedule.ts';
import { Secret } from './secret.entity.ts';

export interface SecretChange {
  readonly description?: string;
  /** JSON text that replaces the CustomData of ExtendedConfig. */
  readonly customData?: string;
}

/** Changes secrets. A secret's row lock serialises everything that changes it, its versions or its labels. */
@Injectable()
export class SecretChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SecretDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` in a transaction that holds the secret's lock, for callers who have been authorised on the secret's
   * ARN.
   * @throws Forbidden.ResourceNotFound, Rejected.ResourceInDeleteWindow when the secret is pending deletion
   */
  async locked<T>(
    caller: Caller,
    nameOrArn: string,
    work: (tx: EntityManager, secret: Secret) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      const secret = await this.directory.lockShared(caller, tx, nameOrArn);
      if (secret.plannedDeletionAt) throw KmsErrors.SecretInDeleteWindow();
      return work(tx, secret);
    });
  }

  /** Records that the secret was changed now. */
  async touch(tx: EntityManager, secret: Secret): Promise<void> {
    await this.directory.update(tx, secret, { updatedAt: this.clock.now() });
  }

  /**
   * Stores what `values` returns, which is called under the secret's lock. Returns the secret as it was before.
   * @throws the errors of `locked`
   */
  async change(
    caller: Caller,
    nameOrArn: string,
    values: (secret: Secret, now: Date) => Partial<Secret>,
  ): Promise<Secret> {
    return this.locked(caller, nameOrArn, async (tx, secret) => {
      const now = this.clock.now();
      await this.directory.update(tx, secret, { ...values(secret, now), updatedAt: now });
      return secret;
    });
  }

  update(caller: Caller, nameOrArn: string, { description, customData }: SecretChange): Promise<Secret> {
    return this.change(caller, nameOrArn, (secret) => ({
      description: description ?? secret.description,
      extendedConfig: customData === undefined ? secret.extendedConfig : changedConfig(secret, customData),
    }));
  }

  /**
   * Has a managed secret rotated automatically every `intervalSeconds`; undefined ends automatic rotation.
   * @throws Rejected.UnsupportedOperation for a Generic secret
   */
  setSchedule(caller: Caller, nameOrArn: string, intervalSeconds: number | undefined): Promise<Secret> {
    return this.change(caller, nameOrArn, (secret, now) => {
      if (secret.type === 'Generic') throw KmsErrors.UnsupportedOperation();
      return scheduleColumns(secret, intervalSeconds, now);
    });
  }
}

function changedConfig({ extendedConfig }: Secret, customData: string): string {
  const changed = extendedConfig === null ? undefined : withCustomData(extendedConfig, customData);
  if (changed === undefined) throw KmsErrors.InvalidParameter({ Name: 'ExtendedConfig' });
  return changed;
}
