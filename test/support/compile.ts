import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import { compiled, compiledFolder } from './compiled.ts';

const root = join(import.meta.dirname, '../..');

const run = promisify(execFile);

/** Compiles everything except the specs, and bundles the packages, as `npm run build` does. */
export async function compile(): Promise<void> {
  await write(join(compiledFolder, 'package.json'), '{ "type": "module" }');
  const sources = await Promise.all(['src', 'migrations', 'test'].map(sourcesIn));
  await Promise.all(sources.flat().map(compileFile));
  await run(process.execPath, [join(root, 'scripts/bundle-packages.mjs'), compiledFolder]);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')).map((file) => join(folder, file));
}

async function compileFile(source: string): Promise<void> {
  // An option that swc's types do not know yet.
  const jsc = { rewriteRelativeImportExtensions: true } as object;
  const { code } = await transformFile(join(root, source), { cwd: root, jsc });
  await write(compiled(source), code);
}

// A file that is already right stays untouched: another run may be reading it.
async function write(path: string, content: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
