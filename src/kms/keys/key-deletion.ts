import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { returning } from '../../database/returning.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { KeyChanges } from './key-changes.ts';
import { keyArn } from './key-name.ts';
import { requireState } from './key-state.ts';
import { KeyVersion } from './key-version.entity.ts';
import type { Key } from './key.entity.ts';

const dayMs = 86_400_000;

/** Deletes keys. Everything encrypted under a deleted key is lost, secrets included. */
@Injectable()
export class KeyDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: KeyChanges,
    private readonly trail: KmsTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejected.StateModifiedFailed, Rejected.DeletionProtection, UnsupportedOperation for a service's key */
  async schedule(caller: Caller, keyIdOrArn: string, days: number): Promise<void> {
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      requireState(key.state, 'Enabled', 'Disabled', 'PendingImport');
      if (key.creatorType === 'Service') throw KmsErrors.ActionUnsupported();
      if (key.deletionProtected) throw KmsErrors.KeyProtected();
      const deletionAt = new Date(this.clock.now().getTime() + days * dayMs);
      await this.changes.update(tx, key, { state: 'PendingDeletion', deletionAt });
    });
  }

  /**
   * Afterwards the key is enabled (documented), or pending import if it has no material.
   * @throws Rejected.StateModifiedFailed
   */
  async cancel(caller: Caller, keyIdOrArn: string): Promise<void> {
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      requireState(key.state, 'PendingDeletion');
      const { accountId, region, keyId, primaryVersionId: keyVersionId } = key;
      const { sealedMaterial } = await tx.findOneByOrFail(KeyVersion, { accountId, region, keyId, keyVersionId });
      const state = sealedMaterial ? 'Enabled' : 'PendingImport';
      await this.changes.update(tx, key, { state, deletionAt: null });
    });
  }

  /**
   * Wipes all keys whose deletion date has passed, in all accounts, with material and aliases. They are out of reach
   * from that date on, even before they are wiped.
   */
  async wipeOverdue(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const gone = await returning<DeletedKey>(tx, wipeOverdue, [this.clock.now()]);
      const record = (key: DeletedKey) =>
        this.trail.record(key, { action: 'DeleteKey', resource: keyArn(key, key.keyId) });
      await Promise.all(gone.map(record));
    });
  }
}

type DeletedKey = Pick<Key, 'accountId' | 'region' | 'keyId'>;

// Keys that a call has locked are skipped, not waited for: it may wait for another of them.
const wipeOverdue = `
  with overdue as (
    select account_id, region, key_id from kms_keys where deletion_at <= $1
    for update skip locked
  )
  delete from kms_keys k using overdue o
  where k.account_id = o.account_id and k.region = o.region and k.key_id = o.key_id
  returning k.account_id as "accountId", k.region, k.key_id as "keyId"`;
