import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformFile } from '@swc/core';
import { compiled, compiledFolder } from './compiled.ts';

const root = join(import.meta.dirname, '../..');

const run = promisify(execFile);

/** Does what `npm run build` does, for the programs that tests start. Compiling takes under a second. */
export async function compile(): Promise<void> {
  await write(join(compiledFolder, 'package.json'), '{ "type": "module" }');
  const sources = await Promise.all(['src', 'migrations', 'test'].map(sourcesIn));
  const rewritten = await Promise.all(sources.flat().map(compileFile));
  await run(process.execPath, [join(root, 'scripts/bundle-packages.mjs'), compiledFolder]);
  if (!rewritten.includes(true)) return;
  await run(process.execPath, [compiled('src/commands/openapi.ts'), join(compiledFolder, 'openapi.json')]);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')).map((file) => join(folder, file));
}

async function compileFile(source: string): Promise<boolean> {
  // An option that swc's types do not know yet.
  const jsc = { rewriteRelativeImportExtensions: true } as object;
  const { code } = await transformFile(join(root, source), { cwd: root, jsc });
  return write(compiled(source), code);
}

// A file that is already right stays untouched: another run may be reading it.
async function write(path: string, content: string): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) return false;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return true;
}
