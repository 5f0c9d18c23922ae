import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Layout } from './layout.ts';
import { serverEnvironment } from './cluster.ts';
import type { ServerUser } from './server-user.ts';

/*
 * The shell becomes the server. Before that it leaves a watcher behind, whose only task is to ask the server for a fast
 * shutdown once our end of the pipe is closed: by us, or by the kernel when we are killed.
 */
const supervise = 'exec 3<&0; (read -r line <&3; kill -INT $$) >/dev/null 2>&1 & exec 3<&-; exec "$@" </dev/null';

const rememberedLines = 20;

/** A running (or ended) PostgreSQL server process. */
export class ServerProcess {
  readonly pid: number;
  /** Resolves with a short description when the process has ended. */
  readonly ended: Promise<string>;
  private readonly log: string[] = [];
  private isOver = false;

  private constructor(private readonly child: ChildProcess) {
    this.pid = child.pid ?? 0;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(`exit ${signal ?? code}`));
    });
    void this.ended.then(() => this.markEnded());
    this.collectLog();
    this.unref();
  }

  static start(
    postgres: string,
    layout: Layout,
    { user, durable }: { readonly user?: ServerUser; readonly durable: boolean },
  ): ServerProcess {
    const settings = Object.entries({ ...settingsFor(layout), ...(durable ? {} : carelessSettings) });
    const parameters = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn('/bin/sh', ['-c', supervise, 'sh', postgres, '-D', layout.cluster, ...parameters], {
      cwd: '/',
      env: serverEnvironment,
      uid: user?.uid,
      gid: user?.gid,
      // A session of its own: Ctrl-C in our terminal is for us, and the server is stopped when we are done with it.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return new ServerProcess(child);
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** The last lines that the server wrote. */
  get recentLog(): string {
    return this.log.join('\n');
  }

  /** A fast shutdown; an immediate one when that takes longer than 30 s. */
  async stop(): Promise<void> {
    this.child.ref();
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGQUIT'), 30_000);
    await this.ended;
    clearTimeout(timer);
  }

  private collectLog(): void {
    if (!this.child.stderr) return;
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.log.push(line);
      if (this.log.length > rememberedLines) this.log.shift();
    });
  }

  private markEnded(): void {
    this.isOver = true;
    this.child.stdin?.destroy();
  }

  /** Lets this process exit without stopping the server; the watcher then stops it. */
  private unref(): void {
    this.child.stdin?.on('error', () => {});
    this.child.unref();
    (this.child.stdin as Socket | null)?.unref();
    (this.child.stderr as Socket | null)?.unref();
  }
}

/** For little memory and few processes. Statements and details may hold row contents and are kept out of the log. */
function settingsFor(layout: Layout): Record<string, string> {
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: layout.socket,
    unix_socket_permissions: '0700',
    hba_file: layout.accessRules,
    ident_file: layout.userMap,
    max_connections: '100',
    shared_buffers: '64MB',
    // The default suits spinning disks: with it, small tables are scanned in full where an index is faster.
    random_page_cost: '1.1',
    max_wal_size: '256MB',
    min_wal_size: '32MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_worker_processes: '2',
    max_parallel_workers: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    huge_pages: 'off',
    jit: 'off',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/** For tests: survives a crash of the server, not of the machine. */
const carelessSettings = { fsync: 'off', full_page_writes: 'off' };
