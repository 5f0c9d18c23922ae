import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The settings of bastion instances that the product has only in its console. */
export class ConsoleSettings1796000054000 implements MigrationInterface {
  name = 'ConsoleSettings1796000054000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sessions);
    await runner.query(lockOuts);
    await runner.query(users);
    await runner.query(tokens);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const sessions = `
  alter table bastion_instances
    add column idle_minutes integer not null default 0 check (idle_minutes between 0 and 60),
    add column session_minutes integer not null default 0 check (session_minutes between 0 and 60)
`;

const lockOuts = `
  alter table bastion_instances
    add column lockout_threshold integer not null default 5 check (lockout_threshold between 0 and 999),
    add column lockout_minutes integer not null default 30 check (lockout_minutes between 0 and 10080),
    add column lockout_reset_minutes integer not null default 5 check (lockout_reset_minutes between 0 and 10080)
`;

const users = `
  alter table bastion_instances
    add column ssh_password_off boolean not null default false,
    add column ssh_public_key_off boolean not null default false,
    add column password_days integer not null default 0 check (password_days between 0 and 999),
    add column inactive_days integer not null default 0 check (inactive_days between 0 and 999)
`;

const tokens = `
  alter table bastion_instances
    add column token_minutes integer not null default 60 check (token_minutes between 1 and 480),
    add column token_renewals integer not null default 20 check (token_renewals between 0 and 20)
`;
