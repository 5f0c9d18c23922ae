import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rotations of secrets, and the leases of connections that log on with a value that a rotation is about to change. */
export class KmsRotations1795500003500 implements MigrationInterface {
  name = 'KmsRotations1795500003500';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rotations);
    await queryRunner.query(connectLeases);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const rotations = `
  create table kms_rotations (
    rotation_id text primary key,
    account_id text not null,
    region text not null,
    secret_id text not null,
    -- The version that it makes.
    version_id text not null,
    phase text not null
      check (phase in ('claimed', 'prepared', 'draining', 'applying', 'retiring', 'finished', 'failed')),
    request_id text not null,
    -- Counts the processes that took it; only the last one may write.
    fence integer not null,
    lease_until timestamptz,
    due_at timestamptz not null,
    -- Attempts that failed since it was claimed, or since it was promoted.
    failures integer not null,
    -- Why it failed, or why the last attempt did.
    failure text,
    -- The line of authorized_keys that is to be taken from the host.
    retiring_public_key text,
    created_at timestamptz not null,
    ended_at timestamptz,
    foreign key (account_id, region, secret_id) references kms_secrets on delete cascade,
    check ((phase in ('finished', 'failed')) = (ended_at is not null)),
    check (phase <> 'retiring' or retiring_public_key is not null)
  );
  -- One live rotation a secret; the version names it, so that a repeated request finds it again.
  create unique index kms_rotations_live on kms_rotations (account_id, region, secret_id)
    where phase in ('claimed', 'prepared', 'draining', 'applying');
  create unique index kms_rotations_version on kms_rotations (account_id, region, secret_id, version_id)
    where phase <> 'failed';
  create index kms_rotations_due on kms_rotations (due_at) where phase not in ('finished', 'failed');
`;

const connectLeases = `
  create table kms_connect_leases (
    lease_id text primary key,
    account_id text not null,
    region text not null,
    secret_id text not null,
    expires_at timestamptz not null,
    foreign key (account_id, region, secret_id) references kms_secrets on delete cascade
  );
  create index kms_connect_leases_secret on kms_connect_leases (account_id, region, secret_id, expires_at);
`;
