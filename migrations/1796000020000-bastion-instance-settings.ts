import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settings of bastion instances, and their tags. */
export class BastionInstanceSettings1796000020000 implements MigrationInterface {
  name = 'BastionInstanceSettings1796000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(virtualNetwork);
    await runner.query(publicAccess);
    await runner.query(edition);
    await runner.query(tags);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const virtualNetwork = `
  alter table bastion_instances
    add column resource_group_id text not null default '',
    add column authorized_security_groups text[] not null default '{}',
    add column client_security_groups text[] not null default '{}',
    add column vswitch_id text not null default '',
    add column slave_vswitch_id text not null default ''
`;

// Instances have been open to every address so far, and stay so.
const publicAccess = `
  alter table bastion_instances
    add column public_access boolean not null default true,
    add column white_list jsonb not null default '[]'
`;

// What every instance has reported so far.
const edition = `
  alter table bastion_instances
    add column plan_code text not null default 'cloudbastion_ha',
    add column image_version text not null default '3.2.50',
    add column kms_secret_module boolean not null default true
`;

const tags = `
  create table bastion_instance_tags (
    account_id text not null,
    instance_id text not null references bastion_instances (instance_id) on delete cascade,
    tag_key text not null,
    tag_value text not null,
    primary key (account_id, instance_id, tag_key)
  )
`;
