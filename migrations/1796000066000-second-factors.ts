import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seeds of apps, codes that were mailed, and where users gave a second factor. All go with their user. */
export class SecondFactors1796000066000 implements MigrationInterface {
  name = 'SecondFactors1796000066000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bastion_totp_seeds (
        user_id bigint primary key references bastion_users on delete cascade,
        sealed_seed bytea not null,
        sealed_seed_under bytea generated always as (substring(sealed_seed from 2 for 4)) stored references sealing_keys,
        last_step integer not null,
        enrolled_at timestamptz not null
      );
      create index bastion_totp_seeds_sealed_seed_under on bastion_totp_seeds (sealed_seed_under);
      create table bastion_mail_codes (
        user_id bigint primary key references bastion_users on delete cascade,
        code_hash text,
        tries_left integer not null check (tries_left >= 0),
        sent_at timestamptz not null,
        expires_at timestamptz not null
      );
      create table bastion_second_factor_passes (
        user_id bigint not null references bastion_users on delete cascade,
        address text not null,
        passed_at timestamptz not null,
        primary key (user_id, address)
      )
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
