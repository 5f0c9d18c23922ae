import { Redacted } from '../common/redacted.ts';
import type { HotPool } from '../database/hot-pool.ts';
import type { Sealing, SealingPlace } from './sealing.api.ts';

/** A master key other than the one that the database was sealed with. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

const place: SealingPlace = ['master-key-check'];

/** Whether something may have been sealed in this database. */
export async function wasSealed(pool: HotPool): Promise<boolean> {
  return (await readCheck(pool)) !== undefined;
}

/** The first master key that comes along is noted; any other one is refused. Throws WrongMasterKey. */
export async function checkMasterKey(pool: HotPool, sealing: Sealing): Promise<void> {
  await pool.query({
    name: 'sealing.note-master-key',
    text: 'insert into master_key_check (sealed) values ($1) on conflict do nothing',
    values: [sealing.seal(new Redacted(Buffer.from('sallyport')), place)],
  });
  const sealed = await readCheck(pool);
  try {
    sealing.open(sealed ?? Buffer.alloc(0), place);
  } catch (cause) {
    const message = 'the database was sealed with another master key: set the one that it was first started with';
    throw new WrongMasterKey(message, { cause });
  }
}

async function readCheck(pool: HotPool): Promise<Buffer | undefined> {
  const text = 'select sealed from master_key_check';
  const [row] = await pool.query<{ sealed: Buffer }>({ name: 'sealing.master-key-check', text, values: [] });
  return row?.sealed;
}
