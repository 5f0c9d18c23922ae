import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Failed logins of users, and the locks that come of them. */
export class LockOuts1796000064000 implements MigrationInterface {
  name = 'LockOuts1796000064000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bastion_users
        add column failed_logins integer not null default 0 check (failed_logins >= 0),
        add column last_failed_login_at timestamptz,
        add column locked_out_at timestamptz,
        add column locked_out_until timestamptz,
        add constraint bastion_users_locked_out check (locked_out_at is not null or locked_out_until is null)
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
