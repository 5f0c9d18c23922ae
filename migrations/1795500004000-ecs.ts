import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The inventory of instances, and the commands that were run on them, with their results. */
export class Ecs1795500004000 implements MigrationInterface {
  name = 'Ecs1795500004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(instances);
    await queryRunner.query(invocations);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const instances = `
  create table ecs_instances (
    account_id text not null,
    region text not null,
    instance_id text not null,
    instance_name text not null,
    os_type text not null check (os_type in ('Linux', 'Windows')),
    address text not null,
    port integer not null check (port between 1 and 65535),
    management_user text,
    sealed_management_credential bytea,
    created_at timestamptz not null,
    primary key (account_id, region, instance_id),
    check ((management_user is null) = (sealed_management_credential is null))
  );
  create index ecs_instances_listing on ecs_instances (account_id, region, created_at, instance_id);
`;

const invocations = `
  create table ecs_invocations (
    account_id text not null,
    region text not null,
    invoke_id text not null,
    command_id text not null,
    instance_id text not null,
    user_name text not null,
    -- A repeated request with the same token is the same invocation; the digest tells whether it asks for the same.
    client_token text,
    request_digest bytea,
    -- When the command is given up. What still runs then was lost with its process.
    deadline timestamptz not null,
    status text not null check (status in ('Running', 'Success', 'Failed', 'Timeout', 'Error')),
    exit_code integer,
    output text not null,
    dropped_bytes integer not null,
    error_code text,
    error_info text,
    started_at timestamptz not null,
    finished_at timestamptz,
    primary key (account_id, region, invoke_id, instance_id),
    check ((status = 'Running') = (finished_at is null)),
    check ((client_token is null) = (request_digest is null))
  );
  create unique index ecs_invocations_token on ecs_invocations (account_id, region, client_token, instance_id);
  create index ecs_invocations_listing on ecs_invocations (account_id, region, started_at, invoke_id, instance_id);
`;
