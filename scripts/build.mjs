// `npm run build`: compiles into `dist`, bundles what that imports, and renders the OpenAPI document.
import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';

const steps = [
  ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'],
  ['scripts/bundle-packages.mjs', 'dist'],
  ['dist/src/commands/openapi.js', 'dist/openapi.json'],
];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// Where nothing had to be compiled, this is what is newer than the sources.
utimesSync('dist/src', new Date(), new Date());
