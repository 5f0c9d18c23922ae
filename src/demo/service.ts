import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemPath } from './programs.ts';

// Of the kind that this file is, and run as we are: the tests run the sources.
const program = join(import.meta.dirname, `../main${extname(import.meta.filename)}`);

/** Sallyport itself, as a process of its own over an embedded database. */
export interface DemoService {
  readonly url: string;
  readonly sshPort: number;
  /** `<AccessKey id>:<secret>` of the account's root, as HTTP Basic wants it. */
  readonly basic: string;
  stop(): Promise<void>;
}

export async function startService(dataDir: string): Promise<DemoService> {
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: {
      PATH: systemPath,
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
      SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
      SALLYPORT_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C in the terminal is for the demo, which then stops the service itself.
    detached: true,
  });
  const { http, ssh } = await readiness(child);
  const { AccessKeyId, AccessKeySecret } = await readRootAccessKey(dataDir);
  return {
    url: `http://${http}`,
    sshPort: Number(ssh.split(':').at(-1)),
    basic: `${AccessKeyId}:${AccessKeySecret}`,
    stop: () => stop(child),
  };
}

async function readiness(child: ChildProcess): Promise<{ http: string; ssh: string }> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [, http, ssh] = /^ready http=(\S+) ssh=(\S+)$/.exec(line) ?? [];
    if (http && ssh) return { http, ssh };
  }
  throw new Error('the service ended before it was ready');
}

async function readRootAccessKey(dataDir: string): Promise<{ AccessKeyId: string; AccessKeySecret: string }> {
  return JSON.parse(await readFile(join(dataDir, 'root-access-key.json'), 'utf8')) as never;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
