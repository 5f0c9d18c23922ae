import type { EntityManager } from 'typeorm';
import { returning } from '../../database/returning.ts';
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

/** Frees a name by wiping the secret that has it if its recovery window is over. True when there was such a secret. */
export async function freeOverdueName(tx: EntityManager, secret: Secret, now: Date): Promise<boolean> {
  const { accountId, region, name } = secret;
  const freed = await returning(tx, freeName, [accountId, region, name, now]);
  return freed.length > 0;
}

const freeName = `
  delete from kms_secrets s
  where account_id = $1 and region = $2 and name = $3 and planned_deletion_at <= $4 and not ${isRotating}
  returning name`;
