import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import type { Build } from './build.ts';

/** The part of a heap snapshot that is read: for each node, a row of numbers in the order of `node_fields`. */
interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: readonly string[] } };
  readonly nodes: readonly number[];
}

/** The service stands still meanwhile. */
const writingMs = 120_000;

/** Options for Node under which a service writes a heap snapshot into the folder whenever it is asked to. */
export const withHeapSnapshots = (folder: string) => ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${folder}`];

/**
 * KiB of what a service started with `withHeapSnapshots` holds, buffers included and garbage left out. Resident memory
 * is no measure of that: a young generation of 64 MiB hides what 200 connections hold.
 */
export async function liveKib({ pid, service }: Build, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  process.kill(pid, 'SIGUSR2');
  let name: string | undefined;
  await eventually('a heap snapshot is begun', async () => {
    name = (await readdir(folder)).find((file) => file.endsWith('.heapsnapshot'));
    return name !== undefined;
  });
  // The service does nothing else while it writes: an answer means that it has finished.
  const answer = () => fetch(service.url).catch(() => undefined);
  await eventually('the heap snapshot is written', async () => (await answer()) !== undefined, writingMs);
  const path = join(folder, name!);
  const snapshot = JSON.parse(await readFile(path, 'utf8')) as HeapSnapshot;
  await rm(path);
  return selfSizes(snapshot) / 1024;
}

function selfSizes({ snapshot, nodes }: HeapSnapshot): number {
  const fields = snapshot.meta.node_fields;
  let bytes = 0;
  for (let at = fields.indexOf('self_size'); at < nodes.length; at += fields.length) bytes += nodes[at]!;
  return bytes;
}
