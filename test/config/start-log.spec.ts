import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProcess } from '../support/service-process.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the log of a start', () => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  it('is a few lines, with the names of their levels', async () => {
    const service = await ServiceProcess.start({
      DATABASE_URL: database.url,
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_MASTER_KEY: randomBytes(32).toString('base64'),
      SALLYPORT_LOG_LEVEL: 'info',
    });
    await service.stop();
    const lines = (await service.log)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toContain('listening');
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(['info']));
    expect(lines.length).toBeLessThanOrEqual(10);
  });
});
