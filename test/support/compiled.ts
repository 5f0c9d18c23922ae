import { join } from 'node:path';

/** The run's compiled sources, laid out like the project: below `node_modules`, whose packages they import. */
export const compiledFolder = join(import.meta.dirname, '../../node_modules/.cache/sallyport-tests');

/** The compiled form of a program of the project, such as `src/main.ts`, for Node to run. */
export function compiled(program: string): string {
  return join(compiledFolder, program.replace(/\.ts$/, '.js'));
}
