import { MigrationExecutor, QueryFailedError, type DataSource } from 'typeorm';

/**
 * Runs pending migrations, all or none. Any number of processes may do so at the same time: one works, the others wait
 * and find it done.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  await makeLedger(dataSource);
  await dataSource.transaction(async (transaction) => {
    await transaction.query('lock table migrations in exclusive mode');
    await new MigrationExecutor(dataSource, transaction.queryRunner).executePendingMigrations();
  });
}

/** TypeORM's table, created beforehand because it must exist to be locked. */
async function makeLedger(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.query(`
      create table if not exists migrations (
        id serial primary key,
        timestamp bigint not null,
        name varchar not null
      )`);
  } catch (error) {
    if (!wasCreatedConcurrently(error)) throw error;
  }
}

// "if not exists" does not cover two at the same moment: the second then finds the table, its type or a row of the
// system catalogue.
const alreadyExistsCodes = ['42P07', '42710', '23505'];

function wasCreatedConcurrently(error: unknown): boolean {
  return (
    error instanceof QueryFailedError &&
    alreadyExistsCodes.includes((error.driverError as { code?: string }).code ?? '')
  );
}
