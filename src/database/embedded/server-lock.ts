import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A data directory that another running Sallyport uses. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';

  constructor(cluster: string, pid: number) {
    super(
      `another Sallyport uses the database in ${cluster} (its PostgreSQL is process ${pid}): give each its own SALLYPORT_DATA_DIR`,
    );
  }
}

/** The content of `postmaster.pid`. */
export interface ServerLock {
  readonly pid: number;
  /** `starting`, `stopping`, `ready` or `standby`. */
  readonly status: string;
}

export async function readServerLock(cluster: string): Promise<ServerLock | undefined> {
  const lines = await readFile(lockFile(cluster), 'utf8').then(
    (content) => content.split('\n'),
    () => undefined,
  );
  const pid = Number(lines?.[0]);
  return pid > 0 ? { pid, status: lines?.[7]?.trim() ?? 'starting' } : undefined;
}

/**
 * Waits while a server that lost its Sallyport shuts down.
 * @throws DataDirectoryInUse when a server still runs after 5 s, or is still stopping after a minute
 */
export async function awaitFreeCluster(cluster: string, intervalMs = 50): Promise<void> {
  const patienceMs = { running: 5_000, stopping: 60_000 };
  for (let waited = 0; ; waited += intervalMs) {
    const lock = await heldLock(cluster);
    if (!lock) return;
    if (waited >= (lock.status === 'stopping' ? patienceMs.stopping : patienceMs.running)) {
      throw new DataDirectoryInUse(cluster, lock.pid);
    }
    await delay(intervalMs);
  }
}

/** The lock, unless the process that took it has ended. */
export async function heldLock(cluster: string): Promise<ServerLock | undefined> {
  const lock = await readServerLock(cluster);
  if (!lock || !isAlive(lock.pid)) return undefined;
  if (await servesCluster(lock.pid, cluster)) return lock;
  // A machine that crashed left the file behind, and the process id belongs to another program now; PostgreSQL would
  // refuse to start.
  await rm(lockFile(cluster), { force: true });
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the process is a server on this cluster; assumed where there is no /proc to ask, that is outside Linux. */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(cluster);
}

function lockFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
