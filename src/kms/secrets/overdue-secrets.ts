import type { EntityManager } from 'typeorm';
import { returning } from '../../database/returning.ts';
import type { KmsTrail } from '../kms-trail.api.ts';
import { secretArn } from './secret-name.ts';
import type { Secret } from './secret.entity.ts';

// A host must not keep a credential that nobody knows any more, so a secret stays as long as a rotation may change its
// credential on the host.
const isRotating = `exists (
  select from kms_secrets_in_rotation r
  where r.account_id = s.account_id and r.region = s.region and r.secret_id = s.secret_id
)`;

/**
 * True while a rotation may change the credential on the host. Callers hold the secret's lock, so no rotation begins
 * meanwhile.
 */
export async function hasLiveRotation(tx: EntityManager, { accountId, region, secretId }: Secret): Promise<boolean> {
  const [row] = await tx.query<unknown[]>(liveRotation, [accountId, region, secretId]);
  return row !== undefined;
}

const liveRotation = 'select from kms_secrets_in_rotation where account_id = $1 and region = $2 and secret_id = $3';

export type DeletedSecretPlace = Pick<Secret, 'accountId' | 'region' | 'name'>;

/**
 * Wipes up to `limit` secrets of any account whose recovery window is over, and returns them. Secrets that are locked
 * by another change are skipped.
 */
export function wipeOverdueSecrets(tx: EntityManager, now: Date, limit: number): Promise<DeletedSecretPlace[]> {
  return returning<DeletedSecretPlace>(tx, wipeOverdue, [now, limit]);
}

const wipeOverdue = `
  with overdue as (
    select account_id, region, secret_id from kms_secrets s
    where planned_deletion_at <= $1 and not ${isRotating}
    order by planned_deletion_at limit $2
    for update skip locked
  )
  delete from kms_secrets s using overdue o
  where s.account_id = o.account_id and s.region = o.region and s.secret_id = o.secret_id
  returning s.account_id as "accountId", s.region, s.name`;

/** A secret to be made, and when. */
export type WantedName = DeletedSecretPlace & Pick<Secret, 'createdAt'>;

/** Wipes secrets that have these names although their recovery windows are over, and returns them. */
export function freeOverdueNames(tx: EntityManager, wanted: readonly WantedName[]): Promise<DeletedSecretPlace[]> {
  const names = wanted.map(({ accountId, region, name, createdAt }) => ({ accountId, region, name, createdAt }));
  return returning<DeletedSecretPlace>(tx, freeNames, [JSON.stringify(names)]);
}

// In order, so that two processes that free the same names cannot deadlock.
const freeNames = `
  with overdue as (
    select s.account_id, s.region, s.secret_id
    from json_to_recordset($1::json) as wanted ("accountId" text, region text, name text, "createdAt" timestamptz)
    join kms_secrets s
      on s.account_id = wanted."accountId" and s.region = wanted.region and s.name = wanted.name
      and s.planned_deletion_at <= wanted."createdAt" and not ${isRotating}
    order by s.account_id, s.region, s.name
    for update of s
  )
  delete from kms_secrets s using overdue o
  where s.account_id = o.account_id and s.region = o.region and s.secret_id = o.secret_id
  returning s.account_id as "accountId", s.region, s.name`;

/** To be called in the transaction that wipes them. */
export async function recordDeleted(trail: KmsTrail, secrets: readonly DeletedSecretPlace[]): Promise<void> {
  const record = (secret: DeletedSecretPlace) =>
    trail.record(secret, { action: 'DeleteSecret', resource: secretArn(secret, secret.name) });
  await Promise.all(secrets.map(record));
}
