import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApplication } from '../support/test-application.ts';
import { openTestDatabase } from '../support/test-database.ts';

describe('processes that start at once over a new database', () => {
  it('give the account one root AccessKey, which is in the file of one of them', async () => {
    const database = await openTestDatabase();
    const folders = await Promise.all([1, 2, 3].map(() => mkdtemp(join(tmpdir(), 'sallyport-first-start-'))));
    const started = await Promise.all(
      folders.map((SALLYPORT_DATA_DIR) => {
        const settings = { SALLYPORT_DATA_DIR, SALLYPORT_ACCESS_KEY_ID: '', SALLYPORT_ACCESS_KEY_SECRET: '' };
        return startTestApplication({ database, settings });
      }),
    );
    const keys = await database.dataSource.query('select from access_keys where user_id is null');
    expect(keys).toHaveLength(1);
    expect(folders.filter((folder) => existsSync(join(folder, 'root-access-key.json')))).toHaveLength(1);
    for (const app of started) await app.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
    await database.drop();
  });
});
