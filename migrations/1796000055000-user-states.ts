import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Users who are locked, who must change their password, who have a second factor or a language, and who come from
 * elsewhere.
 */
export class UserStates1796000055000 implements MigrationInterface {
  name = 'UserStates1796000055000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await runner.query(passwords);
    await runner.query(sources);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const columns = `
  alter table bastion_users
    add column source_user_id text,
    add column two_factor_methods text[] not null default '{}',
    add column language_status text not null default 'Global' check (language_status in ('Global', 'Custom')),
    add column language text not null default '',
    add column need_reset_password boolean not null default false,
    add column is_locked boolean not null default false,
    add column password_set_at timestamptz,
    add column last_session_at timestamptz,
    drop constraint bastion_users_two_factor_status_check,
    add constraint bastion_users_two_factor_status_check check (two_factor_status in ('Global', 'Disable', 'Enable'))
`;

// No password was ever changed so far.
const passwords = `
  update bastion_users set password_set_at = created_at;
  alter table bastion_users alter column password_hash drop not null
`;

const sources = `
  alter table bastion_users
    drop constraint bastion_users_source_check,
    add constraint bastion_users_source_check check (source in ('Local', 'Ram', 'AD', 'LDAP')),
    add constraint bastion_users_password check (
      (source = 'Local') = (password_hash is not null) and (password_hash is null) = (password_set_at is null)),
    add constraint bastion_users_origin check ((source = 'Local') = (source_user_id is null));
  create unique index bastion_users_source_user on bastion_users (instance_id, source, source_user_id)
    where source_user_id is not null
`;
