import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets that hold a RAM user's AccessKey; when a managed secret is rotated automatically. */
export class KmsSecretSchedules1795600013000 implements MigrationInterface {
  name = 'KmsSecretSchedules1795600013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table kms_secrets
        drop constraint kms_secrets_type_check,
        add constraint kms_secrets_type_check check (type in ('Generic', 'ECS', 'RAMCredentials')),
        add column automatic_rotation boolean not null default false,
        add column rotation_interval_seconds integer check (rotation_interval_seconds between 3600 and 31536000),
        add column next_rotation_at timestamptz,
        add column rotation_state text not null default 'ok' check (rotation_state in ('ok', 'invalid')),
        add check (automatic_rotation = (rotation_interval_seconds is not null)),
        add check (automatic_rotation = (next_rotation_at is not null)),
        add check (not automatic_rotation or type <> 'Generic');
      create index kms_secrets_next_rotation on kms_secrets (next_rotation_at) where next_rotation_at is not null;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
