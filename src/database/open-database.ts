import { Database, type DatabaseOptions } from './data-source.ts';
import { migrate } from './migrate.ts';

/** Opens the database and brings it up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = new Database(options);
  await database.initialize();
  try {
    await migratePatiently(options);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

/** On connections of their own: migrations take as long as they need, and wait for those of other processes. */
async function migratePatiently(options: DatabaseOptions): Promise<void> {
  const extra = { ...(options.extra as object), query_timeout: 0 };
  const patient = new Database({ ...options, extra, entities: [], server: undefined });
  await patient.initialize();
  try {
    await migrate(patient);
  } finally {
    await patient.destroy();
  }
}
