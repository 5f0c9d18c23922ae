import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Redacted } from '../../common/redacted.ts';
import type { KeyPair } from '../access-keys/key-pair.ts';

/** Reads a pair from a file; undefined when the file cannot be read. */
export async function readKeyPair(path: string): Promise<KeyPair | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { AccessKeyId, AccessKeySecret } = JSON.parse(text) as { AccessKeyId: string; AccessKeySecret: string };
  return { id: AccessKeyId, secret: new Redacted(AccessKeySecret) };
}

/** Writes a pair, all or nothing, to a file that only its owner can access (0600). */
export async function writeKeyPair(path: string, { id, secret }: KeyPair): Promise<void> {
  const content = { AccessKeyId: id, AccessKeySecret: secret.reveal() };
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}
