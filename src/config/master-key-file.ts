import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Where the master key stands when it is not itself a setting: the file of the settings, else that in the data directory. */
export function masterKeyFileOf({ masterKeyFile, dataDir }: Environment): string {
  return masterKeyFile ?? join(dataDir, 'master-key');
}
