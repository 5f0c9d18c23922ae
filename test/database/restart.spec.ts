import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditTable } from '../../src/audit/audit-table.ts';
import { ChainedAuditTrail } from '../../src/audit/chained-audit-trail.ts';
import { verifyAuditTrail } from '../../src/audit/verify-audit-trail.ts';
import { Outage } from '../../src/common/outage.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { migrate } from '../../src/database/migrate.ts';
import { eventually } from '../support/eventually.ts';
import { TestClock } from '../support/test-clock.ts';

/** Calls `work` over and over and counts the outcomes. */
class Load {
  succeeded = 0;
  readonly failures: unknown[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly work: (turn: number) => Promise<unknown>) {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.stopped; turn += 1) {
      try {
        await this.work(turn);
        this.succeeded += 1;
      } catch (error) {
        this.failures.push(error);
        // A refused connection takes no time at all: give the others a turn.
        await new Promise(setImmediate);
      }
    }
  }
}

describe('when the database is restarted under load', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let database: Database;
  let pool: HotPool;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    await chmod(dataDir, 0o711);
    server = await EmbeddedPostgres.start({ dataDir, durable: false });
    database = new Database({ ...databaseOptions(server.url), server });
    await database.initialize();
    await migrate(database);
    await database.query('create table counted (turn integer primary key)');
    pool = new HotPool(database);
  });
  afterAll(async () => {
    await database.destroy();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function killServer(): Promise<void> {
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    const answers = () =>
      pool.query({ name: 'test.ping', text: 'select', values: [] }).then(
        () => true,
        () => false,
      );
    await eventually('the server is there again', async () => server.pid !== before && (await answers()), 30_000);
  }

  it('statements of every kind fail as outages, work again, and everything acknowledged is there', async () => {
    const trail = new ChainedAuditTrail(new AuditTable(pool), new TestClock());
    const recorded: string[] = [];
    const counted: number[] = [];
    const loads = [
      new Load(() => pool.query({ name: 'test.one', text: 'select 1 as one', values: [] })),
      new Load(() => pool.query({ name: 'test.sleep', text: 'select pg_sleep(0.01)', values: [] })),
      new Load(() => database.query('select count(*) from counted')),
      new Load(async (turn) => {
        await database.transaction(async (transaction) => {
          await transaction.query('insert into counted values ($1)', [turn]);
          await new Promise(setImmediate);
          await transaction.query('select count(*) from counted');
        });
        counted.push(turn);
      }),
      new Load(async (turn) => {
        await trail.record(entry(`Action${turn}`));
        recorded.push(`Action${turn}`);
      }),
    ];
    const allSucceedAgain = async () => {
      const before = loads.map((load) => load.succeeded);
      await eventually(
        'every load goes on',
        () => loads.every((load, index) => load.succeeded > before[index]! + 5),
        30_000,
      );
    };
    await allSucceedAgain();
    await killServer();
    await allSucceedAgain();
    await killServer();
    await allSucceedAgain();
    await Promise.all(loads.map((load) => load.stop()));

    const failures = loads.flatMap((load) => load.failures);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((error) => !(error instanceof Outage))).toEqual([]);
    expect(await missing('select turn::text as key from counted', counted.map(String))).toEqual([]);
    expect(await missing('select action as key from audit_events', recorded)).toEqual([]);
    expect((await verifyAuditTrail(new AuditTable(pool))).findings).toEqual([]);
  });

  it('a transaction that was waiting outside the database fails as an outage, too', async () => {
    const torn = database.transaction(async (transaction) => {
      await transaction.query('select 1');
      await killServer();
      await transaction.query('select 2');
    });
    await expect(torn).rejects.toThrow(Outage);
    expect(await database.query('select 3 as three')).toEqual([{ three: 3 }]);
  });

  async function missing(text: string, keys: string[]): Promise<string[]> {
    const stored = new Set((await database.query<{ key: string }[]>(text)).map(({ key }) => key));
    return keys.filter((key) => !stored.has(key));
  }
});

function entry(action: string) {
  const accountId = '1000000000000001';
  const identity = { kind: 'Account' as const, arn: `acs:ram::${accountId}:root` };
  const caller = { accountId, region: 'cn-hangzhou', identity, sourceAddress: '192.0.2.1', requestId: action };
  return { caller, product: 'kms', action, resource: '*', result: 'OK' };
}
