import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process as Linux shows it in /proc. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** CPU seconds of all its threads, including those that have ended. */
  readonly cpu: number;
  /** CPU seconds of its children that have ended and were waited for, and of their children. */
  readonly cpuOfEnded: number;
}

const ticksPerSecond = 100;

/** Whether this machine has a /proc to read. Without it, reports leave out CPU and memory. */
export const hasProcessTable = process.platform === 'linux';

/** The process and its descendants; empty when it has ended. */
async function processTree(pid: number): Promise<ProcessRow[]> {
  const all = await processes();
  const tree = all.filter((row) => row.pid === pid);
  for (const { pid: parent } of tree) tree.push(...all.filter((row) => row.parent === parent));
  return tree;
}

/** The children of this process whose command line contains `text`. */
export async function childrenNamed(text: string): Promise<ProcessRow[]> {
  return (await processes()).filter((row) => row.parent === process.pid && row.command.includes(text));
}

/** CPU seconds that a process and all its descendants have used so far. */
export async function treeCpu(pid: number): Promise<number> {
  return sumCpu(await processTree(pid));
}

/**
 * CPU seconds that all processes of a process's PID namespace have used so far. Processes that nobody waited for are
 * counted too, since the first process of the namespace reaps them.
 */
export async function namespaceCpu(pid: number): Promise<number> {
  const namespace = await pidNamespace(pid);
  const all = await Promise.all((await processes()).map(async (row) => ({ row, own: await pidNamespace(row.pid) })));
  return sumCpu(all.filter(({ own }) => own === namespace).map(({ row }) => row));
}

/** CPU seconds that a process alone has used so far. */
export async function processCpu(pid: number): Promise<number> {
  return (await describe(pid))?.cpu ?? NaN;
}

/** Resident memory of a process in KiB. */
export async function residentKib(pid: number): Promise<number> {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib);
}

function sumCpu(rows: readonly ProcessRow[]): number {
  return rows.reduce((sum, row) => sum + row.cpu + row.cpuOfEnded, 0);
}

async function pidNamespace(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
}

async function processes(): Promise<ProcessRow[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const rows = await Promise.all(numbers.map(describe));
  return rows.filter((row) => row !== undefined);
}

// A process that ends while we look is left out.
async function describe(pid: number): Promise<ProcessRow | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    // The name in parentheses may contain blanks. After it come state, parent, … (proc(5), from field 3).
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const seconds = (field: number) => (fields[field - 3] ?? NaN) / ticksPerSecond;
    return {
      pid,
      parent: fields[4 - 3] ?? NaN,
      command,
      cpu: seconds(14) + seconds(15),
      cpuOfEnded: seconds(16) + seconds(17),
    };
  } catch {
    return undefined;
  }
}
