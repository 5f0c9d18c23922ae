import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../src/demo/programs.ts';
import { missingForSshd } from '../../src/demo/sshd/requirements.ts';
import { benchAccess } from './access.ts';
import { readOptions, type BenchOptions, type Part } from './bench-options.ts';
import { startBuild, startOtherBuild, type Build } from './build.ts';
import { benchBulk } from './bulk.ts';
import { benchCrypto } from './crypto.ts';
import { benchConnect } from './connect.ts';
import { benchHttp } from './http.ts';
import { benchMemory } from './memory.ts';
import { benchMenu } from './menu.ts';
import { heading } from './report.ts';
import { benchSecrets } from './secrets.ts';
import { SshRoutes } from './ssh-routes.ts';
import { benchTiming } from './timing.ts';

/** Ends what was started, in reverse order. */
const endings: (() => Promise<void>)[] = [];

async function end(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}

async function bench(options: BenchOptions): Promise<void> {
  heading(`${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, Node ${process.version}`);
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
  endings.push(() => rm(directory, { recursive: true, force: true }));
  // Under root the embedded database runs as an unprivileged user, who has to get through this folder.
  await chmod(directory, 0o711);
  const builds = await startBuilds(directory, options.against);
  const { service } = builds[0];
  if (options.parts.includes('http')) await benchHttp(builds, options.quick);
  if (options.parts.includes('timing')) await benchTiming(service, options.quick);
  if (options.parts.includes('crypto')) await benchCrypto(service, options.quick);
  if (options.parts.includes('secrets')) await benchSecrets(directory, options.quick);
  if (options.parts.includes('access')) await benchAccess(directory, options.quick);
  if (options.parts.includes('menu')) await benchMenu(directory, options.quick);
  await benchSsh(builds, directory, options);
}

/** This build, and the other one if there is one to compare with. */
async function startBuilds(directory: string, against?: string): Promise<[Build, ...Build[]]> {
  const builds: [Build, ...Build[]] = [await startBuild(join(directory, 'data'))];
  endings.push(() => builds[0].stop());
  if (against === undefined) return builds;
  const other = await startOtherBuild(against, join(directory, 'data-of-other'));
  endings.push(() => other.stop());
  return [...builds, other];
}

async function benchSsh(
  builds: readonly [Build, ...Build[]],
  directory: string,
  { parts, quick }: BenchOptions,
): Promise<void> {
  const wanted = (['connect', 'bulk', 'memory'] satisfies Part[]).filter((part) => parts.includes(part));
  if (wanted.length === 0) return;
  const missing = missingForSshd() ?? (findProgram('ssh') ? undefined : 'ssh');
  if (missing) return heading(`Left out, as real OpenSSH servers need ${missing}: ${wanted.join(', ')}`);
  const routes = await SshRoutes.open(builds);
  endings.push(() => routes.close());
  if (wanted.includes('connect')) await benchConnect(routes, quick);
  if (wanted.includes('bulk')) await benchBulk(routes, directory, quick);
  if (wanted.includes('memory')) await benchMemory(routes, builds[0].pid, quick);
}

// The service is in a session of its own and would keep running.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().finally(() => process.exit(1)));
try {
  await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await end();
}
