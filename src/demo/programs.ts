import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The path of a program on this machine, in the system's folders or in `more`; undefined where there is none. */
export function findProgram(name: string, more: readonly string[] = []): string | undefined {
  return [...systemPath.split(':'), ...more].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
