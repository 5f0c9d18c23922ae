import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system user that PostgreSQL runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  readonly label: string;
}

/**
 * PostgreSQL refuses to run as root. It then runs as the owner of an existing cluster, else as `postgres`, else as
 * `nobody`. Undefined when we are not root and it runs as our own user.
 * @throws Error when there is no such user
 */
export async function serverUser(cluster: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await ownerOf(cluster)) ?? (await userNamed('postgres')) ?? (await userNamed('nobody')) ?? noUser();
}

async function ownerOf(folder: string): Promise<ServerUser | undefined> {
  const owner = await stat(folder).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid, label: `user ${owner.uid}` } : undefined;
}

async function userNamed(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
    );
    return uid ? { uid, gid: gid ?? uid, label: `user "${name}"` } : undefined;
  } catch {
    return undefined;
  }
}

function noUser(): never {
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody": set DATABASE_URL',
  );
}

/** @throws Error that names the first folder on the way to `path` that the user may not enter */
export async function assertTraversable(path: string, user: ServerUser): Promise<void> {
  const script = 'for folder; do cd "$folder" 2>/dev/null || { printf %s "$folder"; exit; }; done';
  const folders = ancestors(path);
  const { stdout: closed } = await run('/bin/sh', ['-c', script, 'sh', ...folders], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
  });
  if (closed === '') return;
  throw new Error(
    `Sallyport runs as root, PostgreSQL as ${user.label}, who may not enter ${closed}: ` +
      `allow it (chmod o+x ${closed}), run Sallyport as another user, or set DATABASE_URL`,
  );
}

/** The folders that lead to `path`, outermost first, without `path` itself. */
function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path
    ? [path]
    : [...ancestors(parent), parent].filter((folder, index, all) => all.indexOf(folder) === index);
}
