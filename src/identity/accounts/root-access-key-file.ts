import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Redacted } from '../../common/redacted.ts';
import type { KeyPair } from '../access-keys/key-pair.ts';

/** The pair that a file holds; undefined when there is no file. */
export async function readKeyPair(path: string): Promise<KeyPair | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { AccessKeyId, AccessKeySecret } = JSON.parse(text) as { AccessKeyId: string; AccessKeySecret: string };
  return { id: AccessKeyId, secret: new Redacted(AccessKeySecret) };
}

/** Writes a pair to a file of the owner's alone, all of it or nothing. */
export async function writeKeyPair(path: string, { id, secret }: KeyPair): Promise<void> {
  const content = { AccessKeyId: id, AccessKeySecret: secret.reveal() };
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}
