import { randomBytes } from 'node:crypto';
import { link, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Redacted } from '../common/redacted.ts';
import type { Environment } from '../config/environment.ts';
import { masterKeyFileOf } from '../config/master-key-file.ts';
import { readIfExists, readMasterKey, syncFolder, writeOnce } from './master-key-source.ts';
import { RotationRefused } from './rotation-refused.api.ts';
import { SealingKey } from './sealing-key.ts';

/** The master key that is to replace the present one, and where it comes from. */
export interface NextMasterKey {
  readonly key: Redacted<Buffer>;
  readonly source: string;
  /** Set when the key is in a file next to that of the present one. */
  readonly path?: string;
}

/** The key that an administrator or an earlier run has provided; undefined where there is none. */
export async function findNextMasterKey(environment: Environment): Promise<NextMasterKey | undefined> {
  if (environment.newMasterKey) return { key: environment.newMasterKey, source: 'SALLYPORT_NEW_MASTER_KEY' };
  const path = nextPathOf(environment);
  const key = path && (await readIfExists(path));
  return key && path ? { key, path, source: path } : undefined;
}

/**
 * Like findNextMasterKey, but where the present key is in a file and there is no next one, creates it in a file next to
 * it.
 * @throws RotationRefused
 */
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
 * Replaces the present key's file with the new one. The former file is kept next to it, because earlier backups need
 * it. Returns the path of the former file.
 */
export async function installNextMasterKey(nextPath: string): Promise<string> {
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
