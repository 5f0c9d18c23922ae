import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from '../support/compiled.ts';
import { eventually } from '../support/eventually.ts';

const limitMs = 60_000;

/** A demo in a process of its own, with its temporary files in a folder of the test. */
export class DemoProcess {
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private output = '';
  private readonly child: ChildProcess;
  private readonly started = new Set<number>();

  constructor(
    private readonly folder: string,
    [program = '', ...args]: readonly string[],
  ) {
    this.child = spawn(process.execPath, [compiled(program), ...args], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(this.child, 'exit').then(([status, signal]) => (status ?? signal) as number | NodeJS.Signals);
  }

  /** Resolves once it has printed this. */
  async tells(line: string): Promise<void> {
    await eventually(`the demo tells "${line}"`, () => this.output.includes(line), limitMs);
  }

  /** Resolves once PostgreSQL runs and while the service does not yet. */
  async startsDatabase(): Promise<void> {
    await eventually('the demo starts PostgreSQL', () => this.processes().some(isPostgres), limitMs);
    if (this.output.includes('✓')) throw new Error('the service runs already');
  }

  /** Does what closing a terminal does: the output is gone, and SIGHUP says so. */
  hangUp(): void {
    this.closeOutput();
    this.signal('SIGHUP');
  }

  closeOutput(): void {
    this.processes();
    this.child.stdout?.destroy();
  }

  signal(name: NodeJS.Signals): void {
    this.processes();
    this.signalAgain(name);
  }

  /** Without looking first for what it has started, which takes long on a busy machine. */
  signalAgain(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Resolves once nothing of it runs any more. A service that is starting ends only after that. */
  async endsEverything(): Promise<void> {
    await eventually('all processes ended', () => this.processes().length === 0, limitMs);
  }

  /** Kills whatever is left. */
  release(): void {
    this.child.kill('SIGKILL');
    for (const { pid } of this.left()) kill(pid);
  }

  /** What still runs of all that the demo has started, descendants and whatever is named after its folder included. */
  processes(): string[] {
    return this.left().map(({ command }) => command);
  }

  private left(): MachineProcess[] {
    const all = processes();
    for (const { pid, parent } of all) if (parent === this.child.pid || this.started.has(parent)) this.started.add(pid);
    return all.filter(({ pid, command }) => this.started.has(pid) || command.includes(this.folder));
  }
}

interface MachineProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

const isPostgres = (command: string) => / -D \S+\/postgres\/cluster /.test(command);

/** All processes except those that are dead but not yet reaped. Parents come before their children. */
function processes(): MachineProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => state && !state.startsWith('Z'))
    .map(([pid, parent, , ...command]) => ({ pid: Number(pid), parent: Number(parent), command: command.join(' ') }))
    .sort((one, other) => one.pid - other.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}
