import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { eventually } from '../support/eventually.ts';
import { freeze } from '../support/frozen-server.ts';
import { rest } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

describe('when the database hangs', () => {
  let dataDir: string;
  let app: TestApplication;
  let server: EmbeddedPostgres;
  let thaw = (): void => undefined;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    await chmod(dataDir, 0o711);
    server = await EmbeddedPostgres.start({ dataDir, durable: false });
    const dataSource = new Database({ ...databaseOptions(server.url), server });
    await dataSource.initialize();
    // One second instead of fifteen.
    const url = `${server.url}?query_timeout=1000`;
    const drop = () => dataSource.destroy();
    app = await startTestApplication({ database: { url, dataSource, pool: new HotPool(dataSource), drop } });
  });
  afterAll(async () => {
    thaw();
    await app.stop();
    await app.database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const create = (name: string) =>
    rest(app, 'POST', '/kms/secrets', { SecretName: name, VersionId: 'v1', SecretData: `value of ${name}` });
  const list = () => rest(app, 'GET', '/kms/secrets');

  it('calls are answered with 503, and work again when it continues', async () => {
    expect((await create('before')).status).toBe(200);
    thaw = await freeze(server.pid);
    const hung = await Promise.all([list(), create('meanwhile'), list(), create('meanwhile-too')]);
    expect(hung.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect((await list()).status).toBe(503);

    thaw();
    await eventually('calls are served again', async () => (await list()).status === 200);
    for (let turn = 0; turn < 20; turn++) expect((await create(`after-${turn}`)).status).toBe(200);
    const names: { name: string }[] = await app.database.dataSource.query('select name from kms_secrets order by name');
    const expected = Array.from({ length: 20 }, (_, turn) => `after-${turn}`);
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['before', ...expected]));
  }, 120_000);
});
