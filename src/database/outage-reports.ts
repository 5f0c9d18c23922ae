import { QueryFailedError, type DataSource, type QueryRunner } from 'typeorm';
import { DatabaseUnavailable, isUnavailable } from './database-unavailable.ts';
import type { WriteOutcomes } from './write-outcomes.ts';

/** Makes every statement that goes through TypeORM throw DatabaseUnavailable when the database is at fault. */
export function reportOutages(dataSource: DataSource, writes: WriteOutcomes): void {
  const { driver } = dataSource;
  const createQueryRunner = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode) => withOutages(createQueryRunner(mode), writes);
}

/** TypeORM's own. Called with an error when a connection is lost while a transaction does something else. */
interface PostgresQueryRunner extends QueryRunner {
  releasePostgresConnection(error?: unknown): Promise<void>;
}

function withOutages(runner: QueryRunner, writes: WriteOutcomes): QueryRunner {
  const postgres = runner as PostgresQueryRunner;
  const release = postgres.releasePostgresConnection.bind(postgres);
  const query = runner.query.bind(runner) as (...parameters: unknown[]) => Promise<unknown>;
  let lost: unknown;
  // TypeORM would return the connection immediately and report the transaction's next statement as a programming error.
  postgres.releasePostgresConnection = async (error) => {
    lost ??= error;
    if (!error) await release(lost);
  };
  // A statement that was given up may still be running: nothing may wait behind it or fall into its transaction,
  // neither here nor for the next user of the connection. A connection that is released with an error is closed.
  const ask = async (...parameters: unknown[]) => {
    if (lost) throw new DatabaseUnavailable(lost);
    try {
      const answer = await query(...parameters);
      writes.succeeded(parameters[0] as string);
      return answer;
    } catch (error) {
      const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
      writes.failed(cause);
      if (!isUnavailable(cause)) throw error;
      lost ??= cause;
      throw new DatabaseUnavailable(cause);
    }
  };
  return Object.assign(runner, { query: ask });
}
