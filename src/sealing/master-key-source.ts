import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomLowerAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';
import type { Environment } from '../config/environment.ts';
import { masterKeyFileOf } from '../config/master-key-file.ts';

/** There is no usable master key. The message says what to do. */
export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing';
}

/**
 * Returns the master key from the settings. With the embedded database and no such setting, returns the one in the data
 * directory, which is generated if it is missing and `generate` returns true.
 * @throws MasterKeyMissing
 */
export async function loadMasterKey(
  environment: Environment,
  generate: () => Promise<boolean>,
): Promise<Redacted<Buffer>> {
  if (environment.masterKey) return environment.masterKey;
  if (environment.masterKeyFile) return readMasterKey(environment.masterKeyFile);
  if (environment.databaseUrl) {
    throw new MasterKeyMissing(
      'DATABASE_URL is set, so set SALLYPORT_MASTER_KEY or SALLYPORT_MASTER_KEY_FILE too: 32 bytes in Base64, for example from `openssl rand -base64 32`',
    );
  }
  const path = masterKeyFileOf(environment);
  return (await readIfExists(path)) ?? (await generateAt(path, generate));
}

async function generateAt(path: string, generate: () => Promise<boolean>): Promise<Redacted<Buffer>> {
  if (!(await generate())) {
    throw new MasterKeyMissing(
      `${path} is missing, but the database holds data sealed under it: restore it, or set SALLYPORT_MASTER_KEY`,
    );
  }
  await writeOnce(path, `${randomBytes(32).toString('base64')}\n`);
  return readMasterKey(path);
}

/** Undefined when there is no such file. @throws MasterKeyMissing */
export async function readIfExists(path: string): Promise<Redacted<Buffer> | undefined> {
  try {
    return await readMasterKey(path);
  } catch (error) {
    if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws MasterKeyMissing */
export async function readMasterKey(path: string): Promise<Redacted<Buffer>> {
  const text = await readFile(path, 'latin1').catch((cause: Error) => {
    throw new MasterKeyMissing(`the master key file ${path} cannot be read: ${cause.message}`, { cause });
  });
  if (!/^[A-Za-z0-9+/]{43}=\s*$/.test(text)) throw new MasterKeyMissing(`${path} does not hold 32 bytes in Base64`);
  return new Redacted(Buffer.from(text.trim(), 'base64'));
}

/** Writes the file whole and durably, or not at all. A file that exists already is left alone. */
export async function writeOnce(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomLowerAlphanumeric(12)}`;
  await writeDurably(draft, content);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename or link in a folder survive a crash of the machine. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
