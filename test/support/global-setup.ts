import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { migrate } from '../../src/database/migrate.ts';
import { administer, databaseUrl, serverUrlVariable, templateDatabase } from './test-database.ts';

/** Where the teardown finds what to do: both run in Jest's own process. */
export interface TestServerHolder {
  stopTestServer?: () => Promise<void>;
}

/** One server for the whole run, with a migrated database that each test file copies. */
// oxlint-disable-next-line import/no-default-export -- what Jest loads
export default async function startTestServer(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sallyport-tests-'));
  // The server may run as another user than we do.
  await chmod(dataDir, 0o711);
  const server = await EmbeddedPostgres.start({ dataDir, durable: false });
  (globalThis as TestServerHolder).stopTestServer = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  process.env[serverUrlVariable] = server.url;
  await administer(`create database ${templateDatabase}`);
  const template = new Database(databaseOptions(databaseUrl(templateDatabase)));
  await template.initialize();
  await migrate(template);
  await template.destroy();
}
