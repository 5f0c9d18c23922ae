import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrations } from '../../migrations/index.ts';
import { Environment } from '../../src/config/environment.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { migrate } from '../../src/database/migrate.ts';
import { ask } from '../support/ask.ts';
import { startTestApplication } from '../support/test-application.ts';
import { administer, databaseUrl, openTestDatabase } from '../support/test-database.ts';

describe('a database from before there was TLS', () => {
  const earlier = `test_${randomBytes(8).toString('hex')}`;

  beforeAll(async () => {
    await administer(`create database ${earlier}`);
    const before = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name.startsWith('TlsAuthorities')),
    );
    const options = { ...databaseOptions(databaseUrl(earlier)), migrations: before };
    const old = (await new Database(options).initialize()) as Database;
    await migrate(old);
    await old.destroy();
  });
  afterAll(() => administer(`drop database ${earlier} with (force)`));

  it('gets its authority when the service starts, and keeps it', async () => {
    const database = await openTestDatabase({ template: databaseUrl(earlier) });
    const authorities: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const app = await startTestApplication({ database });
      const ca = await readFile(join(app.get(Environment).dataDir, 'tls', 'ca.pem'), 'utf8');
      expect((await ask(`${app.url.replace('http:', 'https:')}/healthz`, { ca })).status).toBe(200);
      authorities.push(ca);
      await app.stop();
    }
    expect(authorities[0]).toBe(authorities[1]);
    await database.drop();
  });
});
