import { randomBytes } from 'node:crypto';
import { link, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Redacted } from '../common/redacted.ts';
import type { Environment } from '../config/environment.ts';
import { masterKeyFileOf } from '../config/master-key-file.ts';
import { readIfThere, readMasterKey, syncFolder, writeOnce } from './master-key-source.ts';
import { RotationRefused } from './master-key-rotation.api.ts';
import { SealingKey } from './sealing-key.ts';

/** The master key that is to be the present one, and where it stands. */
export interface NextMasterKey {
  readonly key: Redacted<Buffer>;
  readonly source: string;
  /** Set when it stands in a file beside that of the present one. */
  readonly path?: string;
}

/** What an administrator or an earlier run has provided. */
export async function findNextMasterKey(environment: Environment): Promise<NextMasterKey | undefined> {
  if (environment.newMasterKey) return { key: environment.newMasterKey, source: 'SALLYPORT_NEW_MASTER_KEY' };
  const path = nextPathOf(environment);
  const key = path && (await readIfThere(path));
  return key && path ? { key, path, source: path } : undefined;
}

/** The same; beside a file that holds the present key one is made when there is none. */
export async function nextMasterKey(environment: Environment): Promise<Redacted<Buffer>> {
  const found = await findNextMasterKey(environment);
  if (found) return found.key;
  const path = nextPathOf(environment);
  if (!path) {
    throw new RotationRefused(
      'set SALLYPORT_NEW_MASTER_KEY to the new master key: 32 bytes in Base64, for example from `openssl rand -base64 32`',
    );
  }
  await writeOnce(path, `${randomBytes(32).toString('base64')}\n`);
  return readMasterKey(path);
}

/**
 * Puts the new file in the place of the present one, which stays beside it: backups that were made before need it. Answers the path under
 * which it stays.
 */
export async function putInPlace(nextPath: string): Promise<string> {
  const path = nextPath.slice(0, -nextSuffix.length);
  const former = `${path}.former-${SealingKey.master(await readMasterKey(path)).name}`;
  await link(path, former).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rename(nextPath, path);
  await syncFolder(dirname(path));
  return former;
}

const nextSuffix = '.next';

function nextPathOf(environment: Environment): string | undefined {
  return environment.masterKey ? undefined : `${masterKeyFileOf(environment)}${nextSuffix}`;
}
