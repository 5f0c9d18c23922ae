import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EntityManager } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { migrate } from '../../src/database/migrate.ts';
import type { Credentials, Members } from '../support/api-clients.ts';
import { administer, databaseUrl } from '../support/test-database.ts';

/** A server that the service was used with, and the host key that was pinned for it. */
interface EarlierTarget {
  readonly port: number;
  readonly hostKey: string;
}

interface EarlierService {
  readonly rows: Readonly<Record<string, readonly Members[]>>;
  readonly sequences: Readonly<Record<string, string | null>>;
  /** What its users knew. */
  readonly facts: {
    readonly reader: Credentials;
    /** The broker's host keys. */
    readonly hostKeyFingerprints: readonly string[];
    readonly ciphertext: string;
    readonly plaintext: string;
    readonly engineer: { readonly name: string; readonly password: string };
    readonly targets: Readonly<Record<string, EarlierTarget>>;
  };
}

/**
 * Everything that a service of November 2026 had in its database, before it spoke TLS. It was used over its API and by
 * ssh, with emulated servers.
 */
export const earlierService = JSON.parse(
  readFileSync(new URL('earlier-service.json', import.meta.url), 'utf8'),
) as EarlierService;

const lastMigration = 'KmsSecretNamePieces';

/** Recreates that database, with other ports for its servers; returns its URL. */
export async function makeEarlierDatabase(ports: ReadonlyMap<number, number>): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name}`);
  const until = migrations.findIndex((migration) => migration.name.startsWith(lastMigration)) + 1;
  const options = { ...databaseOptions(databaseUrl(name)), migrations: migrations.slice(0, until) };
  const old = await new Database(options).initialize();
  await migrate(old);
  await old.transaction((transaction) => insertRows(transaction, ports));
  await old.destroy();
  return databaseUrl(name);
}

async function insertRows(transaction: EntityManager, ports: ReadonlyMap<number, number>): Promise<void> {
  // The tables come in any order, so foreign keys are not checked.
  await transaction.query('set local session_replication_role = replica');
  for (const [table, rows] of Object.entries(earlierService.rows)) {
    const columns = await storedColumns(transaction, table);
    const moved = rows.map((row) => ({ ...row, ...movedTo(ports, row['port']) }));
    await transaction.query(`delete from ${table}`);
    await transaction.query(
      `insert into ${table} (${columns}) overriding system value
       select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(moved)],
    );
  }
  for (const [sequence, last] of Object.entries(earlierService.sequences)) {
    if (last !== null) await transaction.query('select setval($1, $2)', [sequence, last]);
  }
}

/** The table's columns, without those that PostgreSQL computes. */
async function storedColumns(transaction: EntityManager, table: string): Promise<string> {
  const [{ columns }] = await transaction.query(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return columns as string;
}

function movedTo(ports: ReadonlyMap<number, number>, port: unknown): { port?: number } {
  const moved = ports.get(port as number);
  return moved === undefined ? {} : { port: moved };
}
