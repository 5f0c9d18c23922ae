// `node scripts/run.mjs dist/src/main.js …`: builds what is stale, then becomes that program, in this very process: npm tells its signals to the
// shell it starts, and a shell that has two commands to run does not pass them on.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';

ensureBuilt();
const program = resolve(process.argv[2]);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
