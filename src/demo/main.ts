import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNativeCiphers } from '../ssh/native-ciphers.ts';
import { startEmulatedInstance } from './emulated-instance.ts';
import { Narrator } from './narrator.ts';
import { OpensshClient } from './openssh-client.ts';
import { startService } from './service.ts';
import { missingForSshd } from './sshd/requirements.ts';
import { startSshdInstance } from './sshd-instance.ts';
import { tellStory } from './story.ts';
import { account, engineer, Stage, type StartTarget } from './story/stage.ts';

const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => flag !== '--check' && flag !== '--sshd');
if (unknown.length > 0) fail(`unknown: ${unknown.join(' ')}; there are --check and --sshd`);
const missing = flags.has('--sshd') ? missingForSshd() : undefined;
if (missing) fail(`--sshd needs ${missing}`);

/** What was started, to be ended in reverse. */
const endings: (() => Promise<void>)[] = [];
let ended: Promise<void> | undefined;

function end(): Promise<void> {
  return (ended ??= endings.reduceRight((before, ending) => before.then(ending).catch(complain), Promise.resolve()));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().then(() => process.exit(0)));

try {
  await tell();
  if (flags.has('--check')) await end();
} catch (error) {
  complain(error);
  await end();
  process.exitCode = 1;
}

async function tell(): Promise<void> {
  const narrator = new Narrator();
  // The embedded database runs as an unprivileged user when we are root: the folder must let it through.
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-demo-'));
  endings.push(() => rm(directory, { recursive: true, force: true }));
  await chmod(directory, 0o711);
  narrator.heading('Sallyport');
  if (!hasNativeCiphers)
    complain(new Error('  ssh2 has no native binding, so SSH runs on slower ciphers: see CONTRIBUTING.md'));
  const service = await narrator.step(
    'starts over an embedded PostgreSQL',
    () => startService(join(directory, 'data')),
    ({ url, sshPort }) => `${url}, SSH on port ${sshPort}`,
  );
  endings.push(() => service.stop());
  const client = await OpensshClient.create();
  endings.push(() => client.close());
  const stage = new Stage(narrator, service, client, startTarget);
  await tellStory(stage);
  narrator.heading('Every step held.');
  if (flags.has('--check')) return;
  process.stdout.write(`
Try it yourself: the service goes on until Ctrl-C.

  ssh -p ${service.sshPort} ${engineer}@${account}@web-01@127.0.0.1
  password: ${stage.engineerPassword.reveal()}

The API is at ${service.url} (browse ${service.url}/docs); its root AccessKey is in ${join(directory, 'data', 'root-access-key.json')}.
`);
}

async function startTarget(...[name, user]: Parameters<StartTarget>): ReturnType<StartTarget> {
  const start = flags.has('--sshd') ? startSshdInstance : startEmulatedInstance;
  const target = await start({ name, users: [user] });
  endings.push(() => target.stop());
  return target;
}

function complain(error: unknown): void {
  process.stderr.write(`${(error as Error).message}\n`);
}

function fail(message: string): never {
  complain(new Error(message));
  process.exit(2);
}
