import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A session's row names the process that runs it and, once it has ended, how many bytes went each way. Earlier rows
 * have neither.
 */
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
