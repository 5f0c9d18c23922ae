import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { systemPath } from '../programs.ts';

/** A process, with its number outside the namespace. */
export interface NamespaceProcess {
  readonly pid: number;
  readonly command: string;
}

// The first process of the namespace. Accounts, homes, logs and temporary files are copies or empty file systems in
// memory, so whatever happens inside vanishes with it. It ends, and every process inside with it, when our end of its
// standard input closes, even when we are killed. `wait` reaps orphans. /proc is mounted last, because the outer one
// tells our number outside.
const firstProcess = `
set -e
read -r outer rest </proc/self/stat
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/sshd /run/etc
cp -a /etc/. /run/etc
mount --bind /run/etc /etc
for folder in /home /var/log /var/mail /var/spool/mail; do
  if [ -d $folder ]; then mount -t tmpfs -o mode=755 tmpfs $folder; fi
done
for folder in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $folder; done
mount -t tmpfs -o mode=700 tmpfs /root
mount -t proc proc /proc
echo "$1" >/proc/sys/kernel/hostname
exec 3<&0
cat <&3 >/dev/null &
echo "$outer"
wait $!
`;

// Never our own: it may hold a master key.
const environment = { PATH: systemPath, LANG: 'C.UTF-8', HOME: '/root' };

/** A part of the machine with its own processes, accounts, homes and host name. Linux only, as root. */
export class PrivateNamespace {
  private constructor(
    private readonly unshare: ChildProcess,
    private readonly firstPid: number,
    private readonly ownPids: ReadonlySet<number>,
  ) {}

  static async open(hostName: string): Promise<PrivateNamespace> {
    const kinds = ['--mount', '--propagation=private', '--pid', '--uts', '--fork', '--kill-child'];
    const unshare = spawn('unshare', [...kinds, 'sh', '-c', firstProcess, 'sh', hostName], {
      env: environment,
      cwd: '/',
    });
    const firstPid = Number(await firstLine(unshare));
    const own = await processesBeside(firstPid);
    return new PrivateNamespace(unshare, firstPid, new Set(own.map((process) => process.pid)));
  }

  /** The path of a file in the namespace as the machine sees it. */
  path(inside: string): string {
    return `/proc/${this.firstPid}/root${inside}`;
  }

  /** Runs a program inside as root and returns its output; what others must not see belongs in `input`. */
  async run(command: readonly string[], input = ''): Promise<string> {
    const child = this.start(command);
    const output = Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    child.stdin?.on('error', () => undefined).end(input);
    const [status] = (await once(child, 'close')) as [number | null];
    const [stdout, stderr] = await output;
    if (status !== 0) throw new Error(`${command[0]} ended with ${status}: ${stderr.trim()}`);
    return stdout;
  }

  /** Starts a program inside as root. */
  start(command: readonly string[]): ChildProcess {
    const enter = ['--target', String(this.firstPid), '--mount', '--pid', '--uts', '--wd=/', '--'];
    return spawn('nsenter', [...enter, ...command], { env: environment, cwd: '/' });
  }

  /** The processes inside, without those that maintain the namespace itself. */
  async processes(): Promise<NamespaceProcess[]> {
    const all = await processesBeside(this.firstPid);
    return all.filter((process) => !this.ownPids.has(process.pid));
  }

  /** Kills everything inside and waits for its end. */
  async killAll(): Promise<void> {
    for (let running = await this.processes(); running.length > 0; running = await this.processes()) {
      for (const { pid } of running) signal(pid);
      await delay(5);
    }
  }

  /** Ends the namespace with all its processes, mounts and files. */
  async close(): Promise<void> {
    if (this.unshare.exitCode !== null || this.unshare.signalCode !== null) return;
    const ended = once(this.unshare, 'close');
    this.unshare.stdin?.end();
    signal(this.firstPid);
    await ended;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const complaint = textOf(child.stderr);
  const failed = once(child, 'close').then(async () => {
    throw new Error(`no private namespace: ${(await complaint).trim()}`);
  });
  failed.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), failed])) as [string];
  return line;
}

async function processesBeside(pid: number): Promise<NamespaceProcess[]> {
  const namespace = await readlink(`/proc/${pid}/ns/pid`);
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(numbers.map((number) => describe(number, namespace)));
  return found.filter((process) => process !== undefined);
}

// A process that ends meanwhile, or that is dead but not yet reaped, no longer has a namespace.
async function describe(pid: number, namespace: string): Promise<NamespaceProcess | undefined> {
  try {
    if ((await readlink(`/proc/${pid}/ns/pid`)) !== namespace) return undefined;
    return { pid, command: (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim() };
  } catch {
    return undefined;
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}
