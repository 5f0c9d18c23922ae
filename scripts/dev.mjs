// `npm run dev`: runs the compiler and the service in watch mode. They end together, with the first to end or with us.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { endWithParent } from './end-with-parent.mjs';
import { ensureBuilt } from './ensure-built.mjs';

endWithParent();
ensureBuilt();
// Only a build renders it again: here, each start does.
rmSync('dist/openapi.json', { force: true });
const commands = [
  ['node_modules/typescript/bin/tsc', '--watch', '--preserveWatchOutput'],
  ['--max-semi-space-size=64', '--watch', '--watch-preserve-output', 'dist/src/main.js'],
];
const children = commands.map((command) => spawn(process.execPath, command, { stdio: 'inherit' }));
const end = (signal) => children.forEach((child) => child.kill(signal));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
for (const child of children) child.once('exit', () => end('SIGTERM'));
