import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { call } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('every npm script', () => {
  it('starts a program that is there', () => {
    const programs = Object.values(scripts).flatMap(
      (script) => script.match(/\b(dist|scripts|node_modules)\/\S+/g) ?? [],
    );
    const sourceOf = (program: string) => program.replace(/^dist\/(.*)\.js$/, '$1.ts');
    expect(programs.map(sourceOf).filter((file) => !existsSync(file))).toEqual([]);
    expect(programs.length).toBeGreaterThan(5);
  });
});

describe('audit:verify', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    await call(app, [['Action', 'ListKeys']]);
  });
  afterAll(() => app.stop());

  const hooks = fileURLToPath(new URL('../support/typescript-hooks.mjs', import.meta.url));
  const verify = () =>
    new Promise<{ stdout: string; code: unknown }>((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: app.database.url };
      execFile(process.execPath, ['--import', hooks, 'src/commands/audit-verify.ts'], { env }, (error, stdout) =>
        resolve({ stdout, code: error ? error.code : 0 }),
      );
    });

  it('ends with 0 over a trail that is as it was written, with 1 over another', async () => {
    expect(await verify()).toEqual({ stdout: '1 events in 1 chains, 0 findings\n', code: 0 });
    await app.database.dataSource.query(`update audit_events set result = 'Forbidden.NoPermission'`);
    const { stdout, code } = await verify();
    expect(stdout).toMatch(/ 1: the event was changed or moved\n1 events in 1 chains, 1 findings\n$/);
    expect(code).toBe(1);
  });
});
