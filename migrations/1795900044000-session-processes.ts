import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session's row names the process that has it, and at its end how many bytes went to either side; earlier rows know neither. */
export class SessionProcesses1795900044000 implements MigrationInterface {
  name = 'SessionProcesses1795900044000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bastion_sessions
        add column process text,
        add column bytes_to_user bigint,
        add column bytes_to_host bigint
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
