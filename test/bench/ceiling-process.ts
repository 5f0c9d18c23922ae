import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SigningKey } from './signed-requests.ts';

/** A server to compare with, in a process of its own. */
export interface CeilingProcess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** `ceiling-server` is the service without a database, `bare-server` is Fastify alone. */
export async function startCeiling(
  program: 'ceiling-server' | 'bare-server',
  key: SigningKey,
): Promise<CeilingProcess> {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, `${program}.js`)], {
    env: {
      SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
      SALLYPORT_ACCESS_KEY_ID: key.id,
      SALLYPORT_ACCESS_KEY_SECRET: key.secret.reveal(),
      SALLYPORT_LOG_LEVEL: 'error',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { port: await readiness(child), pid: child.pid!, stop: () => stop(child) };
}

async function readiness(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, port] = /^ready (\d+)$/.exec(line) ?? [];
    if (port) return Number(port);
  }
  throw new Error('a server to compare with ended before it was ready');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}
