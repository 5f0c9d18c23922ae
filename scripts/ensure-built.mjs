import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const built = 'dist/src/main.js';
const sources = ['src', 'migrations', 'test', 'tsconfig.json', 'package.json', 'package-lock.json'];

function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale() {
  try {
    return newest('dist/src') < Math.max(...sources.map(newest)) || !statSync(built).isFile();
  } catch {
    return true;
  }
}

/** Builds when there is no build, or when it is older than a source, so that `npm start` works on a fresh clone. */
export function ensureBuilt() {
  if (!isStale()) return;
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
