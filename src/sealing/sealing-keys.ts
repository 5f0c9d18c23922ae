import { Redacted } from '../common/redacted.ts';
import type { HotPool } from '../database/hot-pool.ts';
import type { SealingPlace } from './sealing.api.ts';
import type { SealingKeyWrap } from './sealing-key-wrap.entity.ts';
import type { SealingKeyRow } from './sealing-key.entity.ts';
import { SealingKey } from './sealing-key.ts';

/** A sealing key as stored in the database: wrapped under one master key, or under two during a rotation. */
export interface StoredKey extends Readonly<SealingKeyRow> {
  readonly wraps: readonly Wrap[];
}

type Wrap = Readonly<Pick<SealingKeyWrap, 'masterKeyId' | 'wrapped'>>;
type Row = Readonly<SealingKeyRow> & Wrap;

export async function readSealingKeys(pool: HotPool): Promise<StoredKey[]> {
  const rows = await pool.query<Row>({
    name: 'sealing.keys',
    text: `
      select k.key_id as id, k.state, k.made_for as "madeFor", w.master_key_id as "masterKeyId", w.wrapped
      from sealing_keys k join sealing_key_wraps w using (key_id)
      order by k.key_id`,
    values: [],
  });
  const keys = new Map(rows.map((row) => [row.id.toString('hex'), row]));
  return [...keys.values()].map(({ id, state, madeFor }) => ({
    id,
    state,
    madeFor,
    wraps: rows.filter((row) => row.id.equals(id)),
  }));
}

/** Makes the first key of a database. If two processes start at the same time, only one makes it. */
export async function makeFirstKey(pool: HotPool, master: SealingKey): Promise<void> {
  const key = newSealingKey(master);
  await pool.query({
    name: 'sealing.first-key',
    text: `
      with made as (
        insert into sealing_keys (key_id, state, made_for) values ($1, 'current', $2) on conflict do nothing returning key_id
      )
      insert into sealing_key_wraps (key_id, master_key_id, wrapped) select key_id, $2, $3 from made`,
    values: [key.id, master.id, wrapKey(key, master)],
  });
}

/** A random key whose id differs from those of the master keys: an equal id has a special meaning (see `unwrapKey`). */
export function newSealingKey(...masters: readonly SealingKey[]): SealingKey {
  const key = SealingKey.random();
  return masters.some(({ id }) => id.equals(key.id)) ? newSealingKey(...masters) : key;
}

export function wrapKey(key: SealingKey, master: SealingKey): Buffer {
  return master.seal(key.material, placeOf(key.id));
}

/**
 * In databases older than sealing keys, the first sealing key is the master key itself. Both then have the same id, and
 * what is wrapped is a check value instead of a key.
 * @throws SealBroken
 */
export function unwrapKey(id: Buffer, wrapped: Buffer, master: SealingKey): SealingKey {
  if (!id.equals(master.id)) return new SealingKey(id, master.open(wrapped, placeOf(id)));
  master.open(wrapped, ['master-key-check']);
  return new SealingKey(id, new Redacted(master.material.reveal()));
}

function placeOf(id: Buffer): SealingPlace {
  return ['sealing-key', id.toString('hex')];
}
