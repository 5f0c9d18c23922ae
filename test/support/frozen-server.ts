import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Suspends a PostgreSQL server with all its processes, as a dead disk would: connections stay open and nothing is
 * answered. Returns a function that resumes it.
 */
export async function freeze(pid: number): Promise<() => void> {
  process.kill(pid, 'SIGSTOP');
  const pids = [pid, ...(await childrenOf(pid))];
  signal(pids, 'SIGSTOP');
  return () => signal(pids, 'SIGCONT');
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid!);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // The process has ended in the meantime.
    }
  }
}
