import { join } from 'node:path';
import type { Environment } from './environment.ts';

/**
 * The file that holds the master key when the key itself is not a setting: the one named in the settings, else the one
 * in the data directory.
 */
export function masterKeyFileOf({ masterKeyFile, dataDir }: Environment): string {
  return masterKeyFile ?? join(dataDir, 'master-key');
}
