import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';

const hooks = fileURLToPath(new URL('../support/typescript-hooks.mjs', import.meta.url));
const startLimitMs = 60_000;

/** A demo in a process of its own, whose temporary files are in a folder of the test. */
export class DemoProcess {
  /** The status that it ended with, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private told = '';
  private readonly child: ChildProcess;

  constructor(folder: string, [program, ...args]: readonly string[]) {
    const path = fileURLToPath(new URL(`../../${program}`, import.meta.url));
    this.child = spawn(process.execPath, ['--import', hooks, path, ...args], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.told += chunk.toString()));
    this.ended = once(this.child, 'exit').then(([status, signal]) => (status ?? signal) as number | NodeJS.Signals);
  }

  /** Resolves when it has told so much. */
  async tells(line: string): Promise<void> {
    await eventually(`the demo tells "${line}"`, () => this.told.includes(line), startLimitMs);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}
