import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys and their versions; secrets, their versions and the stage labels of those versions. */
export class Kms1795500003000 implements MigrationInterface {
  name = 'Kms1795500003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(keys);
    await queryRunner.query(secrets);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const keys = `
  create table kms_keys (
    account_id text not null,
    region text not null,
    key_id text not null,
    state text not null check (state in ('Enabled', 'Disabled')),
    spec text not null,
    usage text not null,
    origin text not null,
    protection_level text not null,
    description text not null,
    creator_type text not null check (creator_type in ('User', 'Service')),
    creator text not null,
    tags jsonb not null,
    primary_version_id text not null,
    created_at timestamptz not null,
    primary key (account_id, region, key_id)
  );
  -- One key a service, account and region: it is made at the first need, which two calls may have at once.
  create unique index kms_keys_service_key on kms_keys (account_id, region, creator) where creator_type = 'Service';
  create index kms_keys_listing on kms_keys (account_id, region, created_at, key_id);

  create table kms_key_versions (
    account_id text not null,
    region text not null,
    key_id text not null,
    key_version_id text not null,
    sealed_material bytea not null,
    created_at timestamptz not null,
    primary key (account_id, region, key_id, key_version_id),
    foreign key (account_id, region, key_id) references kms_keys
  );
`;

const secrets = `
  create table kms_secrets (
    account_id text not null,
    region text not null,
    secret_id text not null,
    name text not null,
    type text not null check (type in ('Generic', 'ECS')),
    description text not null,
    key_id text not null,
    extended_config text,
    creator text not null,
    tags jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_rotated_at timestamptz,
    planned_deletion_at timestamptz,
    primary key (account_id, region, secret_id),
    unique (account_id, region, name),
    foreign key (account_id, region, key_id) references kms_keys
  );
  create index kms_secrets_listing on kms_secrets (account_id, region, created_at, secret_id);
  create index kms_secrets_planned_deletion on kms_secrets (planned_deletion_at) where planned_deletion_at is not null;

  create table kms_secret_versions (
    account_id text not null,
    region text not null,
    secret_id text not null,
    version_id text not null,
    -- Breaks ties between versions of the same moment.
    sequence bigint generated always as identity,
    data_type text not null check (data_type in ('text', 'binary')),
    key_id text not null,
    key_version_id text not null,
    wrapped_data_key bytea not null,
    ciphertext bytea not null,
    created_at timestamptz not null,
    primary key (account_id, region, secret_id, version_id),
    foreign key (account_id, region, secret_id) references kms_secrets on delete cascade,
    foreign key (account_id, region, key_id, key_version_id) references kms_key_versions
  );

  -- A label stands on one version of a secret: that is the primary key.
  create table kms_secret_stages (
    account_id text not null,
    region text not null,
    secret_id text not null,
    stage text not null,
    version_id text not null,
    primary key (account_id, region, secret_id, stage),
    foreign key (account_id, region, secret_id, version_id) references kms_secret_versions on delete cascade
  );
`;
