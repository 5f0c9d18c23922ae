import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sessions of an instance are found by each of the filters that they are listed with, newest first. */
export class SessionFilters1796000062000 implements MigrationInterface {
  name = 'SessionFilters1796000062000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of columns) {
      await runner.query(
        `create index bastion_sessions_by_${column} on bastion_sessions (account_id, instance_id, ${column}, started_at)`,
      );
    }
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = ['user_id', 'user_name', 'host_id', 'host_name', 'host_account_name', 'source_address', 'state'];
