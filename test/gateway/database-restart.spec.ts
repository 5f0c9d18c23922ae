import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditTable } from '../../src/audit/audit-table.ts';
import { verifyAuditTrail } from '../../src/audit/verify-audit-trail.ts';
import { Database, databaseOptions } from '../../src/database/data-source.ts';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { HotPool } from '../../src/database/hot-pool.ts';
import { eventually } from '../support/eventually.ts';
import { call, rest } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const clients = 8;
const outageCodes = ['ServiceUnavailableTemporary', 'ServiceUnavailable'];

describe('when the database dies twice while calls are served', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let app: TestApplication;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    await chmod(dataDir, 0o711);
    server = await EmbeddedPostgres.start({ dataDir, durable: true });
    const dataSource = new Database({ ...databaseOptions(server.url), server });
    await dataSource.initialize();
    const drop = () => dataSource.destroy();
    app = await startTestApplication({
      database: { url: server.url, dataSource, pool: new HotPool(dataSource), drop },
    });
  });
  afterAll(async () => {
    await app.stop();
    await app.database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const kept: string[] = [];
  const refusedWith = new Set<string>();

  async function create(name: string): Promise<void> {
    const secret = { SecretName: name, VersionId: 'v1', SecretData: `value of ${name}` };
    const { status, body } = await rest(app, 'POST', '/kms/secrets', secret);
    if (status === 200) kept.push(name);
    else refusedWith.add(`${status} ${body.Code}`);
  }

  async function killServer(): Promise<void> {
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    const serves = async () => server.pid !== pid && (await call(app, [['Action', 'ListKeys']])).status === 200;
    await eventually('calls are served again', serves, 60_000);
  }

  it('calls fail with ServiceUnavailable or succeed, and work afterwards', async () => {
    const load = { runs: true };
    const clientsEnd = Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; load.runs; turn += 1) await create(`secret-${client}-${turn}`);
    });
    await eventually('load is under way', () => kept.length > 20, 30_000);
    await killServer();
    const between = kept.length;
    await eventually('secrets are created again', () => kept.length > between + 20, 30_000);
    await killServer();
    load.runs = false;
    await Promise.all(clientsEnd);
    expect(refusedWith.size).toBeGreaterThan(0);
    expect([...refusedWith].filter((answer) => !outageCodes.some((code) => answer === `503 ${code}`))).toEqual([]);
  });

  it('nothing that was confirmed is lost', async () => {
    const values = await Promise.all(kept.map((name) => rest(app, 'GET', `/kms/secrets/${name}/value`)));
    expect(values.map(({ body }) => body.SecretData)).toEqual(kept.map((name) => `value of ${name}`));
  });

  it('the audit trail has a row for every confirmed call and verifies', async () => {
    const rows: { resource: string }[] = await app.database.dataSource.query(
      `select resource from audit_events where action = 'CreateSecret' and result = 'OK'`,
    );
    const recorded = new Set(rows.map(({ resource }) => resource.split('/').at(-1)));
    expect(kept.filter((name) => !recorded.has(name))).toEqual([]);
    await expect(verifyAuditTrail(app.get(AuditTable))).resolves.toMatchObject({ findings: [] });
  });

  it('readiness is denied while the database is unavailable, but liveness is not', async () => {
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    await server.stop();
    const answer = await fetch(`${app.url}/readyz`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { Code: 'ServiceUnavailable' }]);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });
});
