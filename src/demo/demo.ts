import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNativeCiphers } from '../ssh/native-ciphers.ts';
import { Narrator } from './narrator.ts';
import { OpensshClient } from './openssh-client.ts';
import { ServiceProcess, type DemoService } from './service.ts';
import { account, engineer, Stage, type StartTarget } from './story/stage.ts';
import type { TargetInstance, TargetOptions } from './target-instance.ts';

export interface DemoOptions {
  /** Ends when the story is told; otherwise the demo continues until it is interrupted. */
  readonly check: boolean;
  readonly startInstance: (options: TargetOptions) => Promise<TargetInstance>;
  readonly story: Story;
}

/** Calls `invite` as soon as there is something to try, before it waits for anything. */
export type Story = (stage: Stage, invite: () => void) => Promise<void>;

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// Where npm's shell becomes this process, Ctrl-C arrives from the terminal and again from npm: a signal this soon after
// the first is not a second one.
const sameInterruptionMs = 1_000;

/** One run of the demo. What it starts ends with it, whether the story was told, failed or was interrupted. */
export class Demo {
  /** Ends what was started; called in reverse order. */
  private readonly endings: (() => Promise<void>)[] = [];
  private readonly interruption = new AbortController();
  private readonly narrator = new Narrator(this.interruption.signal);
  private interruptedAt?: number;
  private isFinished = false;
  private ended?: Promise<void>;

  constructor(private readonly options: DemoOptions) {}

  async run(): Promise<void> {
    for (const signal of interruptions) process.on(signal, () => void this.interrupt(signal));
    // The terminal has closed, or the reader of our output has ended.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => void this.interrupt('SIGHUP'));
    try {
      await this.runStory();
      if (this.options.check) await this.exit(0);
    } catch (error) {
      if (!this.interruption.signal.aborted) complain(error);
      await this.exit(1);
    }
  }

  /** Ends everything and exits, with status 0 only when the story was told. A second interruption does not wait. */
  private async interrupt(signal: (typeof interruptions)[number]): Promise<void> {
    const status = this.isFinished ? 0 : 128 + constants.signals[signal];
    const now = performance.now();
    this.interruptedAt ??= now;
    if (now - this.interruptedAt > sameInterruptionMs) process.exit(128 + constants.signals[signal]);
    this.interruption.abort();
    await this.exit(status);
  }

  /** The first call determines the status. */
  private async exit(status: number): Promise<never> {
    await (this.ended ??= this.endAll());
    process.exit(status);
  }

  // One by one from the list, so that what is started meanwhile is ended too.
  private async endAll(): Promise<void> {
    for (let ending = this.endings.pop(); ending; ending = this.endings.pop()) await ending().catch(complain);
  }

  private async runStory(): Promise<void> {
    const directory = this.makeDirectory();
    const dataDir = join(directory, 'data');
    this.narrator.heading('Sallyport');
    if (!hasNativeCiphers)
      complain(new Error('  ssh2 has no native binding, so SSH runs on slower ciphers: see CONTRIBUTING.md'));
    const service = await this.narrator.step(
      'starts on an embedded PostgreSQL',
      () => this.startService(dataDir),
      ({ url, sshPort }) => `${url}, SSH on port ${sshPort}`,
    );
    const stage = new Stage(this.narrator, service, await OpensshClient.create(directory), this.startTarget);
    const { check, story } = this.options;
    await story(stage, () => (check ? undefined : invite(stage, dataDir)));
    this.isFinished = true;
    this.narrator.heading(`Every step succeeded.${check ? '' : ' The service runs until Ctrl-C.'}`);
  }

  /** Holds everything that is on disk while we run. */
  private makeDirectory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'sallyport-demo-'));
    // Retried, because an interrupted step may still write there.
    this.endings.push(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
    // When we are root, the embedded database runs as an unprivileged user, who must be able to traverse the folder.
    chmodSync(directory, 0o711);
    return directory;
  }

  private startService(dataDir: string): Promise<DemoService> {
    const service = new ServiceProcess(dataDir);
    this.endings.push(() => service.stop());
    return service.ready();
  }

  private readonly startTarget: StartTarget = async (name, user) => {
    const target = await this.options.startInstance({ name, users: [user] });
    this.endings.push(() => target.stop());
    return target;
  };
}

function invite({ service, engineerPassword }: Stage, dataDir: string): void {
  process.stdout.write(`
Try it yourself, in another terminal:

  ssh -p ${service.sshPort} ${engineer}@${account}@web-01@127.0.0.1
  password: ${engineerPassword.reveal()}

The API is at ${service.url} (browse ${service.url}/docs); its root AccessKey is in ${join(dataDir, 'root-access-key.json')}.
`);
}

function complain(error: unknown): void {
  process.stderr.write(`${(error as Error).message}\n`);
}
