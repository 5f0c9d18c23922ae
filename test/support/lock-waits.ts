import type { DataSource } from 'typeorm';

/** How many connections to the database wait for a lock that another one has. */
export async function lockWaits(dataSource: Pick<DataSource, 'query'>): Promise<number> {
  const waiting = await dataSource.query<unknown[]>(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return waiting.length;
}
