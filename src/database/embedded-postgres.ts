import { Logger } from '@nestjs/common';
import { rmdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { databaseName, makeCluster } from './embedded/cluster.ts';
import { layoutOf, makeFolders, type Layout } from './embedded/layout.ts';
import { findPostgresBinaries, type PostgresBinaries } from './embedded/postgres-binaries.ts';
import { awaitFreeCluster, heldLock, readServerLock } from './embedded/server-lock.ts';
import { ServerProcess } from './embedded/server-process.ts';
import { assertTraversable, serverUser, type ServerUser } from './embedded/server-user.ts';
import { isUnavailable } from './database-unavailable.ts';

export interface EmbeddedPostgresOptions {
  /** Absolute; the server lives in its folder `postgres`. */
  readonly dataDir: string;
  /** False where nothing is meant to last: a crash of the machine may then lose data. */
  readonly durable?: boolean;
}

interface Installation {
  readonly binaries: PostgresBinaries;
  readonly layout: Layout;
  readonly user?: ServerUser;
  readonly durable: boolean;
}

const startTimeoutMs = 120_000;
const longestPauseMs = 5_000;

/**
 * A PostgreSQL server of our own: started with this process, restarted when it dies, stopped however this process ends.
 * It listens on a Unix socket that only the system user of this process (and root) can use.
 */
export class EmbeddedPostgres {
  private readonly logger = new Logger('EmbeddedPostgres');
  private readonly stopping = new AbortController();

  private readonly keeping: Promise<void>;

  private constructor(
    private readonly installation: Installation,
    private server: ServerProcess,
  ) {
    this.keeping = this.keepRunning();
  }

  /** Creates the cluster when there is none, starts the server and waits until it answers. */
  static async start({ dataDir, durable = true }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const binaries = findPostgresBinaries();
    const layout = layoutOf(dataDir);
    const user = await serverUser(layout.cluster);
    await makeFolders(layout, dataDir, user);
    if (user) await assertTraversable(layout.cluster, user);
    if (user) await assertTraversable(binaries.postgres, user);
    const installation = { binaries, layout, user, durable };
    await makeCluster(binaries, layout, installation);
    const server = await startServer(installation);
    await createDatabase(layout);
    return new EmbeddedPostgres(installation, server);
  }

  /** To connect to another of its databases, use the same URL with another path. */
  get url(): string {
    return urlOf(this.installation.layout, databaseName);
  }

  /** The server's current process id. */
  get pid(): number {
    return this.server.pid;
  }

  /** A fast shutdown: running statements are aborted, committed data is on disk. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.server.stop();
    await this.keeping;
    await rmdir(this.installation.layout.socket).catch(() => {});
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const startedAt = performance.now();
      const end = await this.server.ended;
      if (signal.aborted) return;
      if (performance.now() - startedAt > 60_000) pauseMs = 100;
      this.logger.error(`PostgreSQL ended unexpectedly (${end}) and is being restarted`);
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await this.restart();
    }
  }

  private async restart(): Promise<void> {
    try {
      this.server = await startServer(this.installation, (server) => (this.server = server));
      if (this.stopping.signal.aborted) await this.server.stop();
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.logger.error(`PostgreSQL cannot be started: ${(error as Error).message}`);
    }
  }
}

/** The URL of a server that another process runs in this data directory; undefined when there is none. */
export async function runningServerUrl(dataDir: string): Promise<string | undefined> {
  const layout = layoutOf(dataDir);
  const lock = await heldLock(layout.cluster);
  return lock?.status === 'ready' ? urlOf(layout, databaseName) : undefined;
}

async function startServer(
  { binaries, layout, user, durable }: Installation,
  started: (server: ServerProcess) => void = () => {},
): Promise<ServerProcess> {
  await awaitFreeCluster(layout.cluster);
  const server = ServerProcess.start(binaries.postgres, layout, { user, durable });
  started(server);
  const deadline = performance.now() + startTimeoutMs;
  while (!(await answers(server, layout))) {
    if (server.hasEnded) {
      await awaitFreeCluster(layout.cluster);
      throw new Error(`PostgreSQL ended while starting (${await server.ended}):\n${server.recentLog}`);
    }
    if (performance.now() > deadline) {
      await server.stop();
      throw new Error(`PostgreSQL did not answer in time:\n${server.recentLog}`);
    }
    await delay(20);
  }
  return server;
}

/** Whether this very server (not one that another process runs on the same cluster) accepts connections. */
async function answers(server: ServerProcess, layout: Layout): Promise<boolean> {
  const lock = await readServerLock(layout.cluster);
  if (lock?.pid !== server.pid || lock.status !== 'ready') return false;
  try {
    await withClient(layout, async () => {});
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    throw error;
  }
}

async function createDatabase(layout: Layout): Promise<void> {
  await withClient(layout, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  });
}

async function withClient(layout: Layout, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(layout, 'postgres'), connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(layout: Layout, database: string): string {
  return `postgresql://${databaseName}@${encodeURIComponent(layout.socket)}:5432/${database}`;
}
