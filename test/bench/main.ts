import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../src/demo/programs.ts';
import { ServiceProcess, type DemoService } from '../../src/demo/service.ts';
import { missingForSshd } from '../../src/demo/sshd/requirements.ts';
import { readOptions, type BenchOptions, type Part } from './bench-options.ts';
import { benchBulk } from './bulk.ts';
import { benchCrypto } from './crypto.ts';
import { benchConnect } from './connect.ts';
import { benchHttp } from './http.ts';
import { benchMemory } from './memory.ts';
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
  const starting = new ServiceProcess(join(directory, 'data'));
  endings.push(() => starting.stop());
  const service = await starting.ready();
  if (options.parts.includes('http')) await benchHttp(service, options.quick);
  if (options.parts.includes('timing')) await benchTiming(service, options.quick);
  if (options.parts.includes('crypto')) await benchCrypto(service, options.quick);
  if (options.parts.includes('secrets')) await benchSecrets(directory, options.quick);
  await benchSsh(service, directory, options);
}

async function benchSsh(service: DemoService, directory: string, { parts, quick }: BenchOptions): Promise<void> {
  const wanted = (['connect', 'bulk', 'memory'] satisfies Part[]).filter((part) => parts.includes(part));
  if (wanted.length === 0) return;
  const missing = missingForSshd() ?? (findProgram('ssh') ? undefined : 'ssh');
  if (missing) return heading(`Left out, as real OpenSSH servers need ${missing}: ${wanted.join(', ')}`);
  const routes = await SshRoutes.open(service);
  endings.push(() => routes.close());
  if (wanted.includes('connect')) await benchConnect(routes, quick);
  if (wanted.includes('bulk')) await benchBulk(routes, directory, quick);
  if (wanted.includes('memory')) await benchMemory(routes, quick);
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
