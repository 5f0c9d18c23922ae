import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { EntitySchema } from 'typeorm';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { HotPool } from '../../src/database/hot-pool.ts';

/** A database that has been migrated and is otherwise empty. */
export const migratedTemplate = 'sallyport_migrated';

/** A database after a service's first start: with the account, its bastion instance and the broker's host keys. */
export const startedTemplate = 'sallyport_started';

/** Set by global-setup: the URL of the server's database `postgres`. */
export const serverUrlVariable = 'TEST_DATABASE_SERVER_URL';

/** A migrated database for one test alone. */
export interface TestDatabase {
  readonly url: string;
  readonly dataSource: Database;
  readonly pool: HotPool;
  drop(): Promise<void>;
}

type Entity = EntitySchema | (new () => object);

/**
 * Copies `template`, which is the name or the URL of a database that nobody is connected to. Default: a migrated
 * database.
 */
export async function openTestDatabase(
  options: { readonly entities?: Entity[]; readonly template?: string } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.template?.split('/').at(-1) ?? migratedTemplate;
  await administer(`create database ${name} template ${template} strategy file_copy`);
  const url = databaseUrl(name);
  const dataSource = new Database({ ...databaseOptions(url), entities: options.entities ?? [] });
  await dataSource.initialize();
  const drop = async () => {
    await dataSource.destroy();
    await administer(`drop database ${name} with (force)`);
  };
  return { url, dataSource, pool: new HotPool(dataSource), drop };
}

/** Sets a database's clock to this many milliseconds ahead of the real time, for processes that connect from now on. */
export async function moveTimeOf({ dataSource }: TestDatabase, milliseconds: number): Promise<void> {
  const [{ name }] = await dataSource.query('select current_database() as name');
  await dataSource.query(`create or replace function public.clock_timestamp() returns timestamptz language sql volatile
    as $$ select pg_catalog.clock_timestamp() + ${milliseconds} * interval '1 millisecond' $$`);
  await administer(`alter database ${name} set search_path = public, pg_catalog`);
}

/** The URL of another database on the tests' server. */
export function databaseUrl(database: string): string {
  const server = process.env[serverUrlVariable];
  if (!server) throw new Error(`${serverUrlVariable} is not set: does jest.config.js name the global setup?`);
  return server.replace(/[^/]*$/, database);
}

/** Runs one statement on the tests' server itself. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
