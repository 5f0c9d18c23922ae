import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { EntitySchema } from 'typeorm';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { HotPool } from '../../src/database/hot-pool.ts';

/** A database that is migrated, and nothing else. */
export const migratedTemplate = 'sallyport_migrated';

/** A database as a service leaves it after its first start: with the account, its bastion instance and the broker's host keys. */
export const startedTemplate = 'sallyport_started';

/** Set by global-setup: the server's database `postgres`. */
export const serverUrlVariable = 'TEST_DATABASE_SERVER_URL';

/** A migrated database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  readonly dataSource: Database;
  readonly pool: HotPool;
  drop(): Promise<void>;
}

type Entity = EntitySchema | (new () => object);

/** `template`: the name or the URL of the database that it is a copy of, to which nobody is connected. Default: a migrated one. */
export async function openTestDatabase(
  options: { readonly entities?: Entity[]; readonly template?: string } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.template?.split('/').at(-1) ?? migratedTemplate;
  await administer(`create database ${name} template ${template}`);
  const url = databaseUrl(name);
  const dataSource = new Database({ ...databaseOptions(url), entities: options.entities ?? [] });
  await dataSource.initialize();
  const drop = async () => {
    await dataSource.destroy();
    await administer(`drop database ${name} with (force)`);
  };
  return { url, dataSource, pool: new HotPool(dataSource), drop };
}

/** Moves the time of a database forward, to so many milliseconds from the true one: processes that connect after this have it from the start. */
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

/** One statement on the tests' server itself. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
