import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Events } from '../../src/events/events.api.ts';
import type { SystemEvent } from '../../src/rotation/system-event.api.ts';
import { compiled } from '../support/compiled.ts';
import { call } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('every npm script', () => {
  it('starts a program that exists', () => {
    const programs = Object.values(scripts).flatMap((script) => script.match(/\b(dist|scripts)\/\S+\.m?js\b/g) ?? []);
    const sourceOf = (program: string) => program.replace(/^dist\/(.*)\.js$/, '$1.ts');
    expect(programs.map(sourceOf).filter((file) => !existsSync(file))).toEqual([]);
    expect(programs.length).toBeGreaterThan(5);
  });
});

describe('commands beside the service', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    await call(app, [['Action', 'ListKeys']]);
  });
  afterAll(() => app.stop());

  const run = (program: string, ...parameters: string[]) =>
    new Promise<{ stdout: string; code: unknown }>((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: app.database.url };
      execFile(process.execPath, [compiled(program), ...parameters], { env }, (error, stdout) =>
        resolve({ stdout, code: error ? error.code : 0 }),
      );
    });
  const verify = (...marks: string[]) => run('src/commands/audit-verify.ts', ...marks);

  it('events lists the events, or those of one level', async () => {
    const event: Omit<SystemEvent, 'level' | 'name'> = {
      kind: 'SystemEvent',
      accountId: '1000000000000001',
      region: 'cn-hangzhou',
      resource: 'acs:kms:cn-hangzhou:1000000000000001:secret/web',
      content: {} as SystemEvent['content'],
    };
    const failureInfo = { errorCode: 'timeout', errorMessage: 'See to it.' };
    const content = { failureInfo } as SystemEvent['content'];
    await app.database.dataSource.transaction(async (tx) => {
      await app.get(Events).publish(tx, { ...event, level: 'INFO', name: 'Secret:RotateSecret:Success' });
      await app.get(Events).publish(tx, { ...event, level: 'CRITICAL', name: 'Secret:RotateSecret:Failure', content });
    });
    const success = `INFO Secret:RotateSecret:Success ${event.resource}`;
    const failure = `CRITICAL Secret:RotateSecret:Failure ${event.resource} timeout: See to it.`;
    const lines = async (...levels: string[]) => {
      const { stdout } = await run('src/commands/events.ts', ...levels);
      return stdout.split('\n').map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z /, ''));
    };
    expect(await lines('CRITICAL')).toEqual([failure, '']);
    expect((await lines()).sort()).toEqual(['', failure, success]);
  });

  it('openapi writes the document that a service without it renders', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'sallyport-openapi-')), 'openapi.json');
    expect(await run('src/commands/openapi.ts', file)).toEqual({ stdout: '', code: 0 });
    expect(await readFile(file, 'utf8')).toBe(await (await fetch(`${app.url}/openapi.json`)).text());
    await rm(dirname(file), { recursive: true });
  });

  it('audit:verify exits with 0 for an unchanged trail, with 1 for a changed one', async () => {
    const first = await verify();
    expect(first).toEqual({
      stdout: expect.stringMatching(/^mark [a-z0-9]+:1:[0-9a-f]{64}\n1 events in 1 chains, 0 findings\n$/),
      code: 0,
    });
    const [, mark = ''] = /^mark (.+)$/m.exec(first.stdout) ?? [];
    expect(await verify(mark)).toEqual(first);
    expect((await verify(mark.replace(':1:', ':2:'))).code).toBe(1);
    await app.database.dataSource.query(`update audit_events set result = 'Forbidden.NoPermission'`);
    const { stdout, code } = await verify();
    expect(stdout).toMatch(/ 1: the event was changed or moved\nmark .+\n1 events in 1 chains, 1 findings\n$/);
    expect(code).toBe(1);
  });
});
