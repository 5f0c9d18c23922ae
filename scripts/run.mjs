// `node scripts/run.mjs dist/src/main.js …`: builds what is stale, becomes that program, ends when npm's shell does.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { endWithParent } from './end-with-parent.mjs';
import { ensureBuilt } from './ensure-built.mjs';

endWithParent();
ensureBuilt();
const program = resolve(process.argv[2]);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
