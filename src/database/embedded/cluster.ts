import { spawn } from 'node:child_process';
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeOwnFolder, type Layout } from './layout.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { ServerUser } from './server-user.ts';

/** Name of both the database and the database user of the embedded server. */
export const databaseName = 'sallyport';

/** The server gets this environment and nothing from ours, which may hold the master key. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates the cluster unless it exists. There is no password: the server asks the kernel who is at the other end of the
 * socket (peer authentication) and lets in the system user that we run as.
 */
export async function makeCluster(
  binaries: PostgresBinaries,
  layout: Layout,
  options: { readonly user?: ServerUser; readonly durable: boolean },
): Promise<void> {
  await writeAccessRules(layout);
  if (await exists(join(layout.cluster, 'PG_VERSION'))) return;
  const unfinished = `${layout.cluster}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await makeOwnFolder(unfinished, options.user);
  await initialise(binaries.initdb, unfinished, options);
  await adopt(unfinished, layout.cluster);
}

// The files lie outside the cluster so that only we can write them. `local all` matches the socket, the only listener.
async function writeAccessRules(layout: Layout): Promise<void> {
  const systemUser = userInfo().username.replaceAll('"', '""');
  await writeFile(layout.accessRules, `local all "${databaseName}" peer map=sallyport\n`, { mode: 0o644 });
  await writeFile(layout.userMap, `sallyport "${systemUser}" "${databaseName}"\n`, { mode: 0o644 });
}

async function initialise(
  initdb: string,
  folder: string,
  { user, durable }: { readonly user?: ServerUser; readonly durable: boolean },
): Promise<void> {
  const parameters = ['-D', folder, '-U', databaseName, '--auth=reject', '--encoding=UTF8', '--locale=C'];
  parameters.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync']));
  const child = spawn(initdb, parameters, {
    cwd: '/',
    env: serverEnvironment,
    uid: user?.uid,
    gid: user?.gid,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`initdb failed: ${(errors || output).trim()}`);
}

/** The first process to finish wins; a cluster is never half made. */
async function adopt(unfinished: string, cluster: string): Promise<void> {
  try {
    await rename(unfinished, cluster);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
