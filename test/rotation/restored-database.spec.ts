import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';
import { stopOwnEngine, TestEngine } from './engine.ts';
import { RotatedSecret, type Management } from './rotation-setting.ts';

describe('a database restored from before a rotation', () => {
  const password = randomAlphanumeric(20);
  const databases: TestDatabase[] = [];
  let app: TestApplication;
  let target: EmulatedInstance;

  beforeEach(async () => {
    target = await startEmulatedInstance({ users: [{ name: 'ops', password: new Redacted(password), sudo: true }] });
    databases.push(await openTestDatabase({ template: startedTemplate }));
    await start(databases[0]!);
  });
  afterEach(async () => {
    await app.stop();
    await target.stop();
    for (const database of databases.splice(0)) await database.drop();
  });

  async function start(database: TestDatabase): Promise<void> {
    app = await startTestApplication({ database });
    await stopOwnEngine(app);
  }

  async function backUp(): Promise<TestDatabase> {
    await app.stop();
    const { url, dataSource } = databases[0]!;
    await dataSource.destroy();
    databases.push(await openTestDatabase({ template: url }));
    await dataSource.initialize();
    await start(databases[0]!);
    return databases[1]!;
  }

  /** A secret that was rotated after the backup, as it was at the time of the backup. */
  async function restoredSecret(management?: Management): Promise<RotatedSecret> {
    const secret = await RotatedSecret.create(app, target, { UserName: 'ops', Password: password }, { management });
    const backup = await backUp();
    const later = secret.in(app);
    await later.rotate('later');
    await new TestEngine(app).workOnce();
    expect(await later.accepts(await later.credential())).toBe(true);
    await app.stop();
    await start(backup);
    const restored = secret.in(app);
    expect(await restored.accepts(await restored.credential())).toBe(false);
    return restored;
  }

  it('has no value that the host accepts, and RotateSecret sets a new one through the management credential', async () => {
    const secret = await restoredSecret();
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'finished' });
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('asks for help where there is no management credential, after one attempt', async () => {
    const secret = await restoredSecret('none');
    await secret.rotate('v2');
    await new TestEngine(app).workOnce();
    expect(await secret.row()).toMatchObject({ phase: 'failed', failure: 'authentication' });
    expect((await secret.schedulePlan()).state).toBe('invalid');
    const failureInfo = { errorMessage: expect.stringContaining('Register the server with a management credential') };
    expect(await secret.events()).toMatchObject([{ level: 'CRITICAL', content: { failureInfo } }]);
  });
});
