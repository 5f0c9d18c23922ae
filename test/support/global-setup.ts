import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { compile } from './compile.ts';
import { runProgram, ServiceProcess } from './service-process.ts';
import { SharedService } from './shared-service.ts';
import { administer, databaseUrl, migratedTemplate, serverUrlVariable, startedTemplate } from './test-database.ts';
import { testSettings } from './test-settings.ts';

/** Where the setup leaves what the teardown has to call: both run in Jest's own process. */
export interface TestRunHolder {
  stopTestRun?: () => Promise<void>;
}

/**
 * What exists once per run: the compiled programs, a server with the databases that tests copy, and the service that
 * specs of the wire share.
 */
// oxlint-disable-next-line import/no-default-export -- what Jest loads
export default async function startTestRun(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-tests-'));
  // The server may run as a different user.
  await chmod(folder, 0o711);
  const [server] = await Promise.all([EmbeddedPostgres.start({ dataDir: folder, durable: false }), compile()]);
  process.env[serverUrlVariable] = server.url;
  await makeTemplates(folder);
  const shared = await SharedService.offer(join(folder, 'shared'));
  (globalThis as TestRunHolder).stopTestRun = async () => {
    await shared.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function makeTemplates(folder: string): Promise<void> {
  const settings = (name: string) => testSettings({ dataDir: join(folder, name), databaseUrl: databaseUrl(name) });
  await administer(`create database ${migratedTemplate}`);
  const { code, stderr } = await runProgram('src/commands/migrate.ts', settings(migratedTemplate));
  if (code !== 0) throw new Error(`the template was not migrated: ${stderr}`);
  await administer(`create database ${startedTemplate} template ${migratedTemplate}`);
  await (await ServiceProcess.start(settings(startedTemplate))).stop();
}
