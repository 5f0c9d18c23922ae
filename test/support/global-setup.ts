import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
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
  const folder = await mkdtemp(join(await quickestFolder(), 'sallyport-tests-'));
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

const roomBytes = 2 * 1024 ** 3;

/**
 * Memory, where there is room: each spec copies a database and drops it, which are 300 files. ext4, which avoids the
 * inodes of files that were just deleted, takes 15 times the processor time to find others.
 */
async function quickestFolder(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > roomBytes ? memory : tmpdir();
}

async function makeTemplates(folder: string): Promise<void> {
  const settings = (name: string) => testSettings({ dataDir: join(folder, name), databaseUrl: databaseUrl(name) });
  await administer(`create database ${migratedTemplate}`);
  const { code, stderr } = await runProgram('src/commands/migrate.ts', settings(migratedTemplate));
  if (code !== 0) throw new Error(`the template was not migrated: ${stderr}`);
  await administer(`create database ${startedTemplate} template ${migratedTemplate}`);
  await (await ServiceProcess.start(settings(startedTemplate))).stop();
}
