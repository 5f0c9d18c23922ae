import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerUser } from './server-user.ts';

/** Where the embedded server keeps its files. */
export interface Layout {
  /** Owned by us; holds the rest, except a socket whose path would be too long. */
  readonly home: string;
  /** PGDATA; owned by the server's user. */
  readonly cluster: string;
  /** Holds the Unix socket; owned by the server's user. */
  readonly socket: string;
  readonly accessRules: string;
  readonly userMap: string;
}

// A socket's path may have 103 bytes (macOS; 107 on Linux); `/.s.PGSQL.5432.lock` takes 19 of them.
const longestSocketFolder = 84;

export function layoutOf(dataDir: string): Layout {
  const home = join(dataDir, 'postgres');
  const nearby = join(home, 'socket');
  return {
    home,
    cluster: join(home, 'cluster'),
    socket: Buffer.byteLength(nearby) <= longestSocketFolder ? nearby : shortSocketFolder(home),
    accessRules: join(home, 'pg_hba.conf'),
    userMap: join(home, 'pg_ident.conf'),
  };
}

function shortSocketFolder(home: string): string {
  return join(tmpdir(), `sallyport-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
}

/** Makes the folders. The server's user may traverse ours; only that user and we may enter the socket's. */
export async function makeFolders(layout: Layout, dataDir: string, user: ServerUser | undefined): Promise<void> {
  const mode = user ? 0o711 : 0o700;
  if (await mkdir(dataDir, { recursive: true, mode })) await chmod(dataDir, mode);
  if (await mkdir(layout.home, { recursive: true, mode })) await chmod(layout.home, mode);
  await makeOwnFolder(layout.socket, user);
}

/** Makes a folder that only its owner may enter. @throws Error when something else is there already */
export async function makeOwnFolder(folder: string, user: ServerUser | undefined): Promise<void> {
  const uid = user?.uid ?? process.getuid?.();
  try {
    await mkdir(folder, { mode: 0o700 });
    if (user) await chown(folder, user.uid, user.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
      throw new Error(`${folder} must belong to user ${uid} and be closed to everybody else`, { cause: error });
    }
  }
}
