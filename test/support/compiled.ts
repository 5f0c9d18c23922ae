import { join } from 'node:path';

/** Where the sources of the run stand compiled, laid out as the project is: below `node_modules`, whose packages they import. */
export const compiledFolder = join(import.meta.dirname, '../../node_modules/.cache/sallyport-tests');

/** A program of the project, such as `src/main.ts`, as Node runs it in a process of its own. */
export function compiled(program: string): string {
  return join(compiledFolder, program.replace(/\.ts$/, '.js'));
}
