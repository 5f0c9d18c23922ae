import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionJournal } from '../../src/bastionhost/session-journal.api.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { DatabaseUnavailable } from '../../src/database/database-unavailable.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { migrate } from '../../src/database/migrate.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { BrokerUnderTest, said, type Server } from './broker-under-test.ts';
import { DelayedSecretReader } from './delayed-secret-reader.ts';

/** A database on a server of its own, which can be stopped and started again. */
class RestartableDatabase implements TestDatabase {
  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
    readonly dataSource: Database,
    readonly pool: HotPool,
  ) {}

  static async create(): Promise<RestartableDatabase> {
    const dataDir = await mkdtemp(join(tmpdir(), 'sallyport-outage-'));
    await chmod(dataDir, 0o711);
    const server = await EmbeddedPostgres.start({ dataDir, durable: false });
    const dataSource = await new Database(databaseOptions(server.url)).initialize();
    await migrate(dataSource as Database);
    return new RestartableDatabase(dataDir, server, dataSource as Database, new HotPool(dataSource));
  }

  get url(): string {
    return this.server.url;
  }

  async goAway(): Promise<void> {
    await this.server.stop();
  }

  async comeBack(): Promise<void> {
    this.server = await EmbeddedPostgres.start({ dataDir: this.dataDir, durable: false });
  }

  async drop(): Promise<void> {
    await this.dataSource.destroy();
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

describeWithSshd('while the database is unavailable', () => {
  let database: RestartableDatabase;
  let broker: BrokerUnderTest;
  let web: Server;
  const reader = new DelayedSecretReader();

  beforeAll(async () => {
    database = await RestartableDatabase.create();
    broker = await BrokerUnderTest.start({ database, overrides: [reader.override] });
    reader.wrap(broker);
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });

  afterAll(async () => {
    await broker.stop();
    await database.drop();
  });

  const hostname = () => broker.client.ssh(broker.on(web), 'hostname');
  const lastRow = async () => (await broker.sessions()).at(-1)!;

  async function worksAgain(): Promise<void> {
    await eventually('the database answers', () =>
      broker.query('select').then(
        () => true,
        () => false,
      ),
    );
    await eventually('connections work', async () => (await hostname()).stdout.toString() === 'web-01\n');
  }

  it('open sessions continue, and the rows of those that end are closed when it is back', async () => {
    const staying = await broker.client.start(broker.on(web), ['target', 'while read x; do echo got $x; done']);
    const leaving = await broker.client.start(broker.on(web), ['target', 'cat']);
    let output = '';
    staying.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    staying.stdin!.write('one\n');
    leaving.stdin!.write('one\n');
    await eventually('both are open', async () => {
      const open = (await broker.sessions()).filter((row) => row['connected_at'] && !row['ended_at']);
      return output.includes('got one') && open.length === 2;
    });

    await database.goAway();
    staying.stdin!.write('two\n');
    await eventually('it lives on', () => output.includes('got two'));
    leaving.stdin!.end();
    await eventually('the other one has left', () => leaving.exitCode === 0);
    await database.comeBack();
    await eventually('its row is closed', async () => {
      const rows = await broker.sessions().catch(() => []);
      return rows.filter((row) => row['ended_at']).length === 1;
    });

    const ended = once(staying, 'close');
    staying.stdin!.end('three\n');
    expect(await ended).toEqual([0, null]);
    expect(output).toBe('got one\ngot two\ngot three\n');
    await eventually('both rows are closed', async () => (await broker.sessions()).every((row) => row['ended_at']));
  });

  it('open connections are refused another channel with the reason, and get it when it is back', async () => {
    const master = ['ControlMaster yes', `ControlPath ${join(broker.client.folder, 'master')}`];
    const shared = { ...broker.on(web), options: [...master.slice(1), 'PreferredAuthentications none'] };
    const staying = await broker.client.start({ ...broker.on(web), options: master }, ['target', 'cat']);
    const again = () => broker.client.ssh(shared, 'hostname');
    await eventually('it is there', async () => (await again()).stdout.toString() === 'web-01\n');
    await database.goAway();
    const run = await again();
    await database.comeBack();
    expect(run.status).toBe(255);
    expect(said(run)).toBe('sallyport: the service is not available at the moment, please try again soon\n');
    await eventually('it works again', async () => (await again()).stdout.toString() === 'web-01\n');
    staying.stdin!.end();
    await eventually('it has stayed and ends by itself', () => staying.exitCode === 0);
    await worksAgain();
  });

  it('logins are refused with one line that says why', async () => {
    await database.goAway();
    const run = await hostname();
    await database.comeBack();
    expect(run.status).toBe(255);
    expect(said(run)).toContain('the service is not available at the moment, please try again soon');
    expect(said(run)).not.toContain('Permission denied');
    await worksAgain();
  });

  it('connections that were under way are refused with one line, and their rows are closed later', async () => {
    reader.beforeAnswer = () => database.goAway();
    const run = await hostname();
    reader.beforeAnswer = async () => undefined;
    await database.comeBack();
    expect(run.status).toBe(255);
    expect(said(run)).toMatch(
      /^sallyport: the service is not available at the moment, please try again soon \(request [\dA-F-]+\)\n$/,
    );
    expect(run.stdout.toString()).toBe('');
    await eventually('the row is closed', async () => {
      const row = await lastRow().catch(() => undefined);
      return row?.['ended_at'] !== undefined && row['ended_at'] !== null;
    });
    expect(await lastRow()).toMatchObject({ state: 'failed', end_reason: 'ServiceUnavailable' });
    await worksAgain();
  });

  it('a row whose opening was written but not answered is closed', async () => {
    const journal = broker.app.get(SessionJournal);
    const open = journal.open.bind(journal) as (...parameters: unknown[]) => Promise<never>;
    journal.open = async (...parameters: unknown[]) => {
      await open(...parameters);
      throw new DatabaseUnavailable(new Error('the connection ended before the answer'));
    };
    const run = await hostname();
    journal.open = open;
    expect(said(run)).toContain('the service is not available at the moment, please try again soon');
    await eventually('the row is closed', async () => (await lastRow())['ended_at'] !== null);
    expect(await lastRow()).toMatchObject({ state: 'failed', end_reason: 'ServiceUnavailable' });
  });
});
