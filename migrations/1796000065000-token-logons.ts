import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often O&M tokens have logged on, and how often they may. */
export class TokenLogons1796000065000 implements MigrationInterface {
  name = 'TokenLogons1796000065000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bastion_operation_tokens
        add column logons integer not null default 0,
        add column max_logons integer check (max_logons > 0),
        add constraint bastion_operation_tokens_logons check (logons between 0 and coalesce(max_logons, logons))
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
