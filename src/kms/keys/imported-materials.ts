import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { returning } from '../../database/returning.ts';
import { KmsErrors } from '../kms.errors.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { KeyChanges } from './key-changes.ts';
import { keyArn } from './key-name.ts';
import { KeyVersion } from './key-version.entity.ts';
import type { Key } from './key.entity.ts';

/** Removes imported material, on request or when it expires. The key then waits for the same material. */
@Injectable()
export class ImportedMaterials {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: KeyChanges,
    private readonly trail: KmsTrail,
    private readonly clock: Clock,
  ) {}

  /** A key that is pending deletion remains so. @throws Unsupported.Origin */
  async delete(caller: Caller, keyIdOrArn: string): Promise<void> {
    await this.changes.locked(caller, keyIdOrArn, async (tx, key) => {
      if (key.origin !== 'EXTERNAL') throw KmsErrors.OriginUnsupported();
      const { accountId, region, keyId } = key;
      await tx.update(KeyVersion, { accountId, region, keyId }, { sealedMaterial: null });
      const state = key.state === 'PendingDeletion' ? key.state : 'PendingImport';
      await this.changes.update(tx, key, { state, materialExpiresAt: null });
    });
  }

  /** Wipes expired material in all accounts. It is unusable from the moment it expires, even before it is wiped. */
  async wipeExpired(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const expired = await returning<Expired>(tx, wipeExpired, [this.clock.now()]);
      const record = (key: Expired) =>
        this.trail.record(key, { action: 'DeleteKeyMaterial', resource: keyArn(key, key.keyId) });
      await Promise.all(expired.map(record));
    });
  }
}

type Expired = Pick<Key, 'accountId' | 'region' | 'keyId'>;

// Keys that a call has locked are skipped, not waited for: it may wait for another of them.
const wipeExpired = `
  with due as (
    select account_id, region, key_id from kms_keys where material_expires_at <= $1
    for update skip locked
  ), expired as (
    update kms_keys k
    set state = case state when 'PendingDeletion' then state else 'PendingImport' end, material_expires_at = null
    from due d
    where k.account_id = d.account_id and k.region = d.region and k.key_id = d.key_id
    returning k.account_id, k.region, k.key_id
  )
  update kms_key_versions v set sealed_material = null from expired e
  where v.account_id = e.account_id and v.region = e.region and v.key_id = e.key_id
  returning e.account_id as "accountId", e.region, e.key_id as "keyId"`;
