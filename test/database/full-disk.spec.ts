import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AuditTable } from '../../src/audit/audit-table.ts';
import { verifyAuditTrail } from '../../src/audit/verify-audit-trail.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { BrokerUnderTest } from '../broker/broker-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { rest } from '../support/signed-request.ts';

const outages = ['503 ServiceUnavailable', '503 ServiceUnavailableTemporary'];

/** A separate disk for a database: a tmpfs of 200 MiB. */
class SmallDisk {
  private constructor(readonly folder: string) {}

  static async mount(): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=711', 'tmpfs', folder]);
    await chmod(folder, 0o711);
    return new SmallDisk(folder);
  }

  /** Writes to one file for as long as there is room. */
  async fill(): Promise<void> {
    const file = await open(this.ballast, 'a');
    for (let bytes = 2 ** 20; bytes >= 512; bytes /= 2)
      while (
        await file.write(Buffer.alloc(bytes)).then(
          ({ bytesWritten }) => bytesWritten === bytes,
          () => false,
        )
      );
    await file.close();
  }

  async makeRoom(): Promise<void> {
    await rm(this.ballast);
  }

  async unmount(): Promise<void> {
    execFileSync('umount', [this.folder]);
    await rm(this.folder, { recursive: true });
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }
}

describeWithSshd('when the disk of the database is full', () => {
  let disk: SmallDisk;
  let server: EmbeddedPostgres;
  let broker: BrokerUnderTest;
  const kept: string[] = [];
  const refusedWith = new Set<string>();

  beforeAll(async () => {
    disk = await SmallDisk.mount();
    server = await EmbeddedPostgres.start({ dataDir: disk.folder });
    const dataSource = new Database({ ...databaseOptions(server.url), server });
    await dataSource.initialize();
    const database = { url: server.url, dataSource, pool: new HotPool(dataSource), drop: () => dataSource.destroy() };
    broker = await BrokerUnderTest.start({ database });
    await broker.engineer('alice');
  });
  afterAll(async () => {
    await broker.stop();
    await broker.app.database.drop();
    await disk.unmount();
  });

  const status = (path: string) => fetch(`${broker.app.url}${path}`).then((answer) => answer.status);
  const valueOf = (name: string) => name.padEnd(30_000, 'x');
  const create = async (name: string): Promise<boolean> => {
    const secret = { SecretName: name, VersionId: 'v1', SecretData: valueOf(name) };
    const answer = await rest(broker.app, 'POST', '/kms/secrets', secret);
    if (answer.status === 200) kept.push(name);
    else refusedWith.add(`${answer.status} ${answer.body.Code}`);
    return answer.status === 200;
  };
  const createUntil = async (what: string, isSo: () => Promise<boolean>) => {
    let turn = 0;
    await eventually(
      what,
      async () => {
        await create(`${what.replaceAll(/\W/g, '-')}-${(turn += 1)}`);
        return isSo();
      },
      60_000,
    );
  };
  /** Has PostgreSQL start another file of its log; returns what it says to that. */
  const nextLog = async (): Promise<string> => {
    const client = new pg.Client({ connectionString: server.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`select pg_switch_wal(), pg_logical_emit_message(true, '', repeat('x', 1000000))`);
      return '';
    } catch (error) {
      return String(error);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const isReady = () => status('/readyz').then((answered) => answered === 200);

  const goesOnWhenThereIsRoom = async () => {
    await disk.makeRoom();
    await eventually('it is ready again', isReady, 60_000);
    await eventually('secrets are made again', () => create(`after-${kept.length}`), 30_000);
    for (const name of kept) {
      const answer = await rest(broker.app, 'GET', `/kms/secrets/${name}/value`);
      expect([answer.status, answer.body.SecretData]).toEqual([200, valueOf(name)]);
    }
    expect((await verifyAuditTrail(new AuditTable(broker.app.database.pool))).findings).toEqual([]);
    expect([...refusedWith].filter((refusal) => !outages.includes(refusal))).toEqual([]);
    expect(refusedWith.size).toBeGreaterThan(0);
  };

  it('calls are refused with 503, readiness is denied, engineers are told, and nothing acknowledged is lost', async () => {
    expect([await create('before'), await isReady()]).toEqual([true, true]);
    await disk.fill();
    await createUntil('it is not ready', async () => !(await isReady()));
    expect(await status('/healthz')).toBe(200);
    await createUntil('an engineer is told', async () => {
      const { stderr } = await broker.client.ssh(broker.login('alice@ops@web-01'), 'true');
      return stderr.includes('the service is not available at the moment, please try again soon');
    });
    await goesOnWhenThereIsRoom();
  }, 240_000);

  it('the same holds when there is no room for the write-ahead log, which ends PostgreSQL', async () => {
    await disk.fill();
    const ends = new Set<string>();
    await eventually(
      'PostgreSQL dies',
      async () => {
        ends.add(await nextLog());
        await create('while-it-dies');
        return [...ends].some((end) => /terminated unexpectedly|recovery mode|ECONNREFUSED|ENOENT/.test(end));
      },
      60_000,
    );
    await createUntil('it is not ready', async () => !(await isReady()));
    await goesOnWhenThereIsRoom();
  }, 240_000);
});
