import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Scheduled rotations, one at a time per instance; the events that rotations report; when a credential is checked
 * again.
 */
export class KmsProvenRotations1795600017000 implements MigrationInterface {
  name = 'KmsProvenRotations1795600017000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rotations);
    await runner.query(events);
    await runner.query(checks);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const rotations = `
  alter table kms_rotations rename column retiring_public_key to remainder;
  alter table kms_rotations
    -- Begun by the secret's schedule, not by a call.
    add column is_scheduled boolean not null default false,
    -- The ECS instance whose credential it changes.
    add column instance_id text,
    -- The same while a process works on it there.
    add column busy_instance text,
    -- Values that it has made: the host's own rules may refuse some.
    add column candidates integer not null default 1;
  update kms_rotations r set instance_id = s.extended_config::jsonb ->> 'InstanceId'
    from kms_secrets s
    where s.account_id = r.account_id and s.region = r.region and s.secret_id = r.secret_id and s.type = 'ECS';
  create unique index kms_rotations_busy on kms_rotations (account_id, region, busy_instance)
    where busy_instance is not null;
`;

const events = `
  create table kms_rotation_events (
    event_id text primary key,
    account_id text not null,
    region text not null,
    at timestamptz not null,
    level text not null check (level in ('INFO', 'CRITICAL')),
    name text not null,
    -- The ARN of what it is about.
    resource text not null,
    content jsonb not null
  );
  create index kms_rotation_events_at on kms_rotation_events (account_id, region, at);
`;

const checks = `
  -- The credential of a secret is tried again some time after its rotation.
  create table kms_credential_checks (
    account_id text not null,
    region text not null,
    secret_id text not null,
    -- The version that the rotation made.
    version_id text not null,
    state text not null check (state in ('due', 'confirmed', 'refused', 'unknown')),
    due_at timestamptz not null,
    lease_until timestamptz,
    failures integer not null default 0,
    primary key (account_id, region, secret_id),
    foreign key (account_id, region, secret_id) references kms_secrets on delete cascade
  );
  create index kms_credential_checks_due on kms_credential_checks (due_at) where state = 'due';
`;
