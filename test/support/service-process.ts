import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { compiled } from './compiled.ts';

export type Settings = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the project's programs to its end in a process of its own, with only these settings. */
export async function runProgram(program: string, settings: Settings, parameters: string[] = []): Promise<Ended> {
  const child = start(program, settings, parameters);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout!),
    text(child.stderr!),
  ]);
  return { code, signal, stdout, stderr };
}

/** The service in a process of its own. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Where the broker listens, as `host:port`. */
    readonly ssh: string,
    /** Resolves with all of its standard error once it has ended. */
    readonly log: Promise<string>,
  ) {}

  static async start(settings: Settings): Promise<ServiceProcess> {
    const listening = { SALLYPORT_HTTP_LISTEN: '127.0.0.1:0', SALLYPORT_SSH_LISTEN: '127.0.0.1:0' };
    const child = start('src/main.ts', { ...listening, SALLYPORT_LOG_LEVEL: 'silent', ...settings });
    const log = text(child.stderr!);
    for await (const line of createInterface({ input: child.stdout! })) {
      const [, http, ssh] = /^ready http=(\S+) ssh=(\S+)$/.exec(line) ?? [];
      if (!http || !ssh) continue;
      child.stdout!.resume();
      return new ServiceProcess(child, `http://${http}`, ssh, log);
    }
    throw new Error(`the service did not start: ${await log}`);
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Kills it in the middle of whatever it is doing. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Suspends it until `resume`: it does nothing, and its connections stay open. */
  suspend(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    await once(this.child, 'exit');
  }
}

function start(program: string, settings: Settings, parameters: string[] = []): ChildProcess {
  const env = { PATH: process.env['PATH'], ...settings };
  return spawn(process.execPath, [compiled(program), ...parameters], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}
