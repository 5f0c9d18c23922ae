import { setTimeout as delay } from 'node:timers/promises';
import { Outage } from '../../src/common/outage.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { eventually } from '../support/eventually.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a statement that is not answered in time', () => {
  let observer: TestDatabase;
  let database: Database;
  let pool: HotPool;

  beforeAll(async () => {
    observer = await openTestDatabase();
    await observer.dataSource.query('create table counted (turn integer primary key)');
    database = new Database(optionsOf({ max: 1 }));
    await database.initialize();
    pool = new HotPool(database);
  });
  afterAll(async () => {
    await database.destroy();
    await observer.drop();
  });

  /** Options that give an answer a second. */
  function optionsOf(more: object = {}) {
    const options = databaseOptions(observer.url);
    return { ...options, extra: { ...(options.extra as object), query_timeout: 1_000, ...more } };
  }

  async function othersThat(condition: string): Promise<number> {
    const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    return (await observer.dataSource.query<unknown[]>(`${others} and ${condition}`)).length;
  }

  const sleep = (seconds: number, timeoutMs?: number) =>
    pool.query({ name: 'test.sleep', text: 'select pg_sleep($1)', values: [seconds], timeoutMs });

  it('is given fifteen seconds', () => {
    expect(databaseOptions(observer.url).extra).toMatchObject({ query_timeout: 15_000 });
  });

  it('is an outage, whichever way it was sent', async () => {
    await expect(sleep(3)).rejects.toThrow(Outage);
    await expect(database.query('select pg_sleep(3)')).rejects.toThrow(Outage);
  });

  it('is given longer where the URL says so', async () => {
    await expect(sleep(1.5, 30_000)).resolves.toHaveLength(1);
  });

  it('leaves nothing of its transaction to the next user of the connection', async () => {
    const unanswered = database.transaction(async (transaction) => {
      await transaction.query('insert into counted values (1)');
      await transaction.query('select pg_sleep(3)');
    });
    await expect(unanswered).rejects.toThrow(Outage);
    await database.query('insert into counted values (2)');
    await eventually('no statement is under way', async () => (await othersThat(`state <> 'idle'`)) === 0);
    expect(await observer.dataSource.query('select turn from counted')).toEqual([{ turn: 2 }]);
  });

  it('costs a transaction its timeout once: later statements are not sent', async () => {
    const slow = await new Database(optionsOf()).initialize();
    const waited = () => delay(500).then(() => 'the next statement waits for an answer too');
    const unanswered = slow.transaction(async (transaction) => {
      await transaction.query('select pg_sleep(10)').catch(() => undefined);
      await Promise.race([transaction.query('select 1'), waited()]).then((outcome) => Promise.reject(outcome));
    });
    await expect(unanswered).rejects.toThrow(Outage);
    await slow.destroy();
  });

  it('may be a migration, which waits as long as another process migrates', async () => {
    const busy = observer.dataSource.createQueryRunner();
    await busy.startTransaction();
    await busy.query('lock table migrations in exclusive mode');
    const opening = openDatabase(optionsOf());
    await eventually('it waits', async () => (await othersThat(`wait_event_type = 'Lock'`)) === 1);
    await delay(1_500);
    await busy.commitTransaction();
    await busy.release();
    const opened = await opening;
    expect(await opened.query('select 1 as one')).toEqual([{ one: 1 }]);
    await opened.destroy();
  });
});
