import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of every kind, with aliases, rotation, imported material and deletion. */
export class KmsKeys1795600006000 implements MigrationInterface {
  name = 'KmsKeys1795600006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(keys);
    await runner.query(versions);
    await runner.query(aliases);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const keys = `
  alter table kms_keys
    drop constraint kms_keys_state_check,
    add constraint kms_keys_state_check check (state in ('Enabled', 'Disabled', 'PendingDeletion', 'PendingImport')),
    add column instance_id text,
    add column deletion_at timestamptz,
    add column deletion_protected boolean not null default false,
    add column deletion_protection_description text not null default '',
    -- Null: the key is not rotated by itself.
    add column rotation_seconds integer check (rotation_seconds between 604800 and 63072000),
    add column next_rotation_at timestamptz,
    add column last_rotated_at timestamptz,
    add column material_expires_at timestamptz,
    -- Sealed; tells whether material is the same that was imported before.
    add column sealed_fingerprint bytea;
  update kms_keys set last_rotated_at = created_at;
  alter table kms_keys alter column last_rotated_at set not null;

  drop index kms_keys_listing;
  create index kms_keys_listing on kms_keys (account_id, region, created_at, key_id) include (deletion_at);
  create index kms_keys_deletion on kms_keys (deletion_at) where deletion_at is not null;
  create index kms_keys_rotation on kms_keys (next_rotation_at) where next_rotation_at is not null and state = 'Enabled';
  create index kms_keys_material_expiry on kms_keys (material_expires_at) where material_expires_at is not null;
  create index kms_keys_tags on kms_keys using gin (tags jsonb_path_ops);
`;

// A secret may outlive its key. Its values are then lost, as under an unknown key.
const versions = `
  alter table kms_secret_versions drop constraint kms_secret_versions_account_id_region_key_id_key_version_i_fkey;
  alter table kms_secrets drop constraint kms_secrets_account_id_region_key_id_fkey;
  alter table kms_key_versions
    drop constraint kms_key_versions_account_id_region_key_id_fkey,
    add foreign key (account_id, region, key_id) references kms_keys on delete cascade,
    -- Null while material has still to be imported.
    alter column sealed_material drop not null,
    add column public_key bytea,
    -- Breaks ties between versions of the same moment.
    add column sequence bigint generated always as identity;
`;

const aliases = `
  create table kms_aliases (
    account_id text not null,
    region text not null,
    alias_name text not null,
    key_id text not null,
    primary key (account_id, region, alias_name),
    foreign key (account_id, region, key_id) references kms_keys on delete cascade
  );
  create index kms_aliases_by_key on kms_aliases (account_id, region, key_id, alias_name);
`;
