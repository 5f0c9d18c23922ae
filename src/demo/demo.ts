import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNativeCiphers } from '../ssh/native-ciphers.ts';
import { Narrator } from './narrator.ts';
import { OpensshClient } from './openssh-client.ts';
import { startService } from './service.ts';
import { account, engineer, Stage, type StartTarget } from './story/stage.ts';
import type { TargetInstance, TargetOptions } from './target-instance.ts';

export interface DemoOptions {
  /** It ends when the story is told; else it goes on until it is interrupted. */
  readonly check: boolean;
  readonly startInstance: (options: TargetOptions) => Promise<TargetInstance>;
  readonly story: (stage: Stage) => Promise<void>;
}

const interruptions = ['SIGINT', 'SIGTERM'] as const;
// npm's child has Ctrl-C from the terminal and once more from npm: what comes so soon after is no second one.
const sameInterruptionMs = 1_000;

/** One run of the demo: it starts what the story needs, and ends it. */
export class Demo {
  /** What was started, to be ended in reverse. */
  private readonly endings: (() => Promise<void>)[] = [];
  private readonly interruption = new AbortController();
  private readonly narrator = new Narrator(this.interruption.signal);
  private interruptedAt?: number;
  private told = false;
  private ended?: Promise<void>;

  constructor(private readonly options: DemoOptions) {}

  async run(): Promise<void> {
    for (const signal of interruptions) process.on(signal, () => void this.interrupt(signal));
    try {
      await this.tell();
      if (this.options.check) await this.end();
    } catch (error) {
      if (!this.interruption.signal.aborted) complain(error);
      await this.end();
      process.exitCode = 1;
    }
  }

  /** Ends all and exits, with status 0 only when the story was told. A second interruption does not wait for the end of all. */
  private async interrupt(signal: (typeof interruptions)[number]): Promise<void> {
    const status = this.told ? 0 : 128 + constants.signals[signal];
    const now = performance.now();
    this.interruptedAt ??= now;
    if (now - this.interruptedAt > sameInterruptionMs) process.exit(128 + constants.signals[signal]);
    this.interruption.abort();
    await this.end();
    process.exit(status);
  }

  private end(): Promise<void> {
    const inReverse = () =>
      this.endings.reduceRight((before, ending) => before.then(ending).catch(complain), Promise.resolve());
    return (this.ended ??= inReverse());
  }

  private async tell(): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'sallyport-demo-'));
    this.endings.push(() => rm(directory, { recursive: true, force: true }));
    // The embedded database runs as an unprivileged user when we are root: the folder must let it through.
    await chmod(directory, 0o711);
    const dataDir = join(directory, 'data');
    this.narrator.heading('Sallyport');
    if (!hasNativeCiphers)
      complain(new Error('  ssh2 has no native binding, so SSH runs on slower ciphers: see CONTRIBUTING.md'));
    const service = await this.narrator.step(
      'starts over an embedded PostgreSQL',
      () => startService(dataDir),
      ({ url, sshPort }) => `${url}, SSH on port ${sshPort}`,
    );
    this.endings.push(() => service.stop());
    const client = await OpensshClient.create();
    this.endings.push(() => client.close());
    const stage = new Stage(this.narrator, service, client, this.startTarget);
    await this.options.story(stage);
    this.told = true;
    this.narrator.heading('Every step held.');
    if (!this.options.check) invite(stage, dataDir);
  }

  private readonly startTarget: StartTarget = async (name, user) => {
    const target = await this.options.startInstance({ name, users: [user] });
    this.endings.push(() => target.stop());
    return target;
  };
}

function invite({ service, engineerPassword }: Stage, dataDir: string): void {
  process.stdout.write(`
Try it yourself: the service goes on until Ctrl-C.

  ssh -p ${service.sshPort} ${engineer}@${account}@web-01@127.0.0.1
  password: ${engineerPassword.reveal()}

The API is at ${service.url} (browse ${service.url}/docs); its root AccessKey is in ${join(dataDir, 'root-access-key.json')}.
`);
}

function complain(error: unknown): void {
  process.stderr.write(`${(error as Error).message}\n`);
}
