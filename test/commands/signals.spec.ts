import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { testMasterKey } from '../support/test-settings.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithPrograms } from '../support/requirements.ts';

describeWithPrograms(['npm'], 'SIGTERM, sent to npm', () => {
  let database: TestDatabase;
  let folder: string;
  let npm: ChildProcess;
  beforeAll(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });
  afterEach(() => {
    if (isAnybodyLeft()) process.kill(-npm.pid!, 'SIGKILL');
  });

  const settings = () => ({
    ...process.env,
    DATABASE_URL: database.url,
    SALLYPORT_MASTER_KEY: testMasterKey,
    SALLYPORT_DATA_DIR: folder,
    SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
    SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
  });

  /** Whether any process that npm has started is left; they form a process group. */
  const isAnybodyLeft = (): boolean => {
    try {
      return process.kill(-npm.pid!, 0);
    } catch {
      return false;
    }
  };

  it.each([
    ['start', /^ready http=/m],
    ['run demo', /✓/],
    ['run dev', /^ready http=/m],
  ])(
    'ends what `npm %s` has started',
    async (verb, isUp) => {
      npm = spawn('npm', verb.split(' '), { env: settings(), detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      let output = '';
      npm.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await eventually('it is up', () => isUp.test(output) || npm.exitCode !== null, 150_000);
      const ended = once(npm, 'exit');
      npm.kill('SIGTERM');
      await ended;
      await eventually('nothing is left of it', () => !isAnybodyLeft(), 30_000);
      expect(output).toMatch(isUp);
    },
    200_000,
  );
});
