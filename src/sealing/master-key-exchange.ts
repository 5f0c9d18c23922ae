import { Injectable } from '@nestjs/common';
import { DataSource, Equal, Not, type EntityManager } from 'typeorm';
import { Environment } from '../config/environment.ts';
import { HotPool } from '../database/hot-pool.ts';
import { insertNew } from '../database/insert-new.ts';
import { RotationRefused } from './rotation-refused.api.ts';
import { findNextMasterKey, nextMasterKey, installNextMasterKey } from './next-master-key.ts';
import { ProcessKeyring } from './process-keyring.ts';
import { SealingKeyWrap } from './sealing-key-wrap.entity.ts';
import { SealingKeyRow } from './sealing-key.entity.ts';
import { SealingKey } from './sealing-key.ts';
import { newSealingKey, readSealingKeys, wrapKey, type StoredKey } from './sealing-keys.ts';

/** The rows of sealing keys during a rotation. Each step is one transaction and may be repeated. */
@Injectable()
export class MasterKeyExchange {
  constructor(
    private readonly environment: Environment,
    private readonly dataSource: DataSource,
    private readonly pool: HotPool,
    private readonly keyring: ProcessKeyring,
  ) {}

  /** Stops others from waiting for this process: if the rotation is killed, the next run must not wait for it. */
  prepare(): Promise<void> {
    return this.keyring.stopBeingAwaited();
  }

  /** The key that everything is to be sealed under; undefined when no rotation is under way. */
  async underWay(): Promise<StoredKey | undefined> {
    const keys = await readSealingKeys(this.pool);
    const isDone = keys.length === 1 && keys[0]!.wraps.length === 1;
    return isDone ? undefined : (keys.find(({ state }) => state === 'incoming') ?? keys.find(isCurrent));
  }

  /**
   * Creates the incoming key and wraps it, as well as the key that it replaces, under both master keys. From then on
   * either master key opens everything. Returns false when everything is under the new master key already.
   * @throws RotationRefused
   */
  async begin(): Promise<boolean> {
    const next = SealingKey.master(await nextMasterKey(this.environment));
    const { madeFor } = (await readSealingKeys(this.pool)).find(isCurrent)!;
    if (next.id.equals(madeFor)) return false;
    const present = this.keyring.master(madeFor);
    if (!present) throw new RotationRefused('another command has just rotated the master key');
    await this.makeIncoming(present, next);
    return true;
  }

  /**
   * From here on a process that starts finds the new master key, if it is in a file of ours. Returns the path of the
   * former key's file; undefined where no file was replaced.
   * @throws RotationRefused
   */
  async replaceFile(target: StoredKey): Promise<string | undefined> {
    const next = await findNextMasterKey(this.environment);
    if (!next) return undefined;
    if (!SealingKey.master(next.key).id.equals(target.madeFor)) {
      throw new RotationRefused(
        `a rotation to another master key than that of ${next.source} is in progress: finish it first`,
      );
    }
    return next.path && installNextMasterKey(next.path);
  }

  /** From here on every process seals under the target. */
  async promote({ id }: StoredKey): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const incoming = await tx.findOne(SealingKeyRow, { where: { id, state: 'incoming' }, lock });
      if (!incoming) return;
      await tx.update(SealingKeyRow, { state: 'current' }, { state: 'former' });
      await tx.update(SealingKeyRow, { id }, { state: 'current' });
    });
    await this.keyring.refresh();
  }

  /**
   * Deletes the former keys, and all that the former master key opens. The database refuses while anything is sealed
   * under a former key.
   */
  async finish({ madeFor }: StoredKey): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.delete(SealingKeyRow, { state: 'former' });
      await tx.delete(SealingKeyWrap, { masterKeyId: Not(Equal(madeFor)) });
    });
  }

  private async makeIncoming(present: SealingKey, next: SealingKey): Promise<void> {
    const incoming = newSealingKey(present, next);
    await this.dataSource.transaction(async (tx) => {
      const row = { id: incoming.id, state: 'incoming', madeFor: next.id } as const;
      const [made] = await insertNew(tx, SealingKeyRow, row, 'id');
      // Another command was faster; the rotation under way is the one that it began.
      if (!made) return;
      for (const key of [this.keyring.current, incoming]) await insertWrap(tx, key, next);
      await insertWrap(tx, incoming, present);
    });
  }
}

function insertWrap(tx: EntityManager, key: SealingKey, master: SealingKey): Promise<unknown> {
  return tx.insert(SealingKeyWrap, { keyId: key.id, masterKeyId: master.id, wrapped: wrapKey(key, master) });
}

function isCurrent({ state }: StoredKey): boolean {
  return state === 'current';
}
