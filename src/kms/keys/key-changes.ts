import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { KmsErrors } from '../kms.errors.ts';
import { isAlias, keyPlace } from './key-name.ts';
import { keyAt, requireState } from './key-state.ts';
import { Key } from './key.entity.ts';

export interface DeletionProtection {
  readonly isProtected: boolean;
  readonly description: string;
}

/** Changes to a key. Each holds the lock on the key's row from reading its state to changing it. */
@Injectable()
export class KeyChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` with the key, locked and in its present state. @throws Unsupported.Alias, Forbidden.KeyNotFound */
  locked<T>(caller: Caller, keyIdOrArn: string, work: (tx: EntityManager, key: Key) => Promise<T>): Promise<T> {
    if (isAlias(keyIdOrArn)) throw KmsErrors.AliasUnsupported();
    return this.dataSource.transaction(async (tx) => work(tx, await this.lock(caller, tx, keyIdOrArn)));
  }

  async update(tx: EntityManager, key: Key, change: QueryDeepPartialEntity<Key>): Promise<void> {
    const { accountId, region, keyId } = key;
    await tx.update(Key, { accountId, region, keyId }, change);
  }

  /** @throws Rejected.StateModifiedFailed for a key that is pending deletion or import */
  async setState(caller: Caller, keyIdOrArn: string, state: 'Enabled' | 'Disabled'): Promise<void> {
    await this.locked(caller, keyIdOrArn, async (tx, key) => {
      requireState(key.state, 'Enabled', 'Disabled');
      await this.update(tx, key, { state });
    });
  }

  async describe(caller: Caller, keyIdOrArn: string, description: string): Promise<void> {
    await this.locked(caller, keyIdOrArn, (tx, key) => this.update(tx, key, { description }));
  }

  /** @throws Rejected.PendingDeletion */
  async protect(caller: Caller, keyIdOrArn: string, protection: DeletionProtection): Promise<void> {
    await this.locked(caller, keyIdOrArn, async (tx, key) => {
      if (key.state === 'PendingDeletion') throw KmsErrors.KeyPendingDeletion();
      const { isProtected, description } = protection;
      await this.update(tx, key, { deletionProtected: isProtected, deletionProtectionDescription: description });
    });
  }

  async setPolicy(caller: Caller, keyIdOrArn: string, policy: string): Promise<void> {
    await this.locked(caller, keyIdOrArn, (tx, key) => this.update(tx, key, { policy }));
  }

  /** Holds the lock on the key, in its present state, until the transaction ends. @throws Forbidden.KeyNotFound */
  async lock(caller: Caller, tx: EntityManager, keyIdOrArn: string): Promise<Key> {
    const place = keyPlace(caller, keyIdOrArn);
    const row = place ? await tx.findOne(Key, { where: place, lock: { mode: 'pessimistic_write' } }) : null;
    const key = keyAt(row, this.clock.now());
    if (!key) throw KmsErrors.KeyNotFound();
    return key;
  }
}
