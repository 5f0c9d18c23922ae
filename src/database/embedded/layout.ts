import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerUser } from './server-user.ts';

/** Where the embedded server keeps its things. */
export interface Layout {
  /** Ours; holds the rest. */
  readonly home: string;
  /** PGDATA, the server user's. */
  readonly cluster: string;
  /** Holds the Unix socket; the server user's. */
  readonly socket: string;
  readonly accessRules: string;
  readonly userMap: string;
}

// A socket's path may have 103 bytes (macOS; 107 on Linux), of which `/.s.PGSQL.5432.lock` takes 19.
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

/** Makes the folders: ours may be entered by the server's user, the socket's by nobody but him and us. */
export async function makeFolders(layout: Layout, dataDir: string, user: ServerUser | undefined): Promise<void> {
  const mode = user ? 0o711 : 0o700;
  if (await mkdir(dataDir, { recursive: true, mode })) await chmod(dataDir, mode);
  if (await mkdir(layout.home, { recursive: true, mode })) await chmod(layout.home, mode);
  await makeOwnFolder(layout.socket, user);
}

/** A folder that only its owner may enter; refuses one that somebody else has put there. */
export async function makeOwnFolder(folder: string, user: ServerUser | undefined): Promise<void> {
  const uid = user?.uid ?? process.getuid?.();
  try {
    await mkdir(folder, { mode: 0o700 });
    if (user) await chown(folder, user.uid, user.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
      throw new Error(`${folder} must be a folder of user ${uid} that nobody else may enter`, { cause: error });
    }
  }
}
