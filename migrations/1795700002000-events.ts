import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox: events, written in the transactions that caused them. */
export class Events1795700002000 implements MigrationInterface {
  name = 'Events1795700002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table events (
        event_id text primary key,
        at timestamptz not null,
        kind text not null,
        fact jsonb not null
      );
      create index events_at on events (at);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
