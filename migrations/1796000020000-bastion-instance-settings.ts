import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settings of bastion instances, and their tags. */
export class BastionInstanceSettings1796000020000 implements MigrationInterface {
  name = 'BastionInstanceSettings1796000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(virtualNetwork);
    await runner.query(publicAccess);
    await runner.query(edition);
    await runner.query(tags);
    await runner.query(twoFactor);
    await runner.query(authServers);
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

const twoFactor = `
  alter table bastion_instances
    add column two_factor_enabled boolean not null default false,
    add column two_factor_methods text[] not null default '{}',
    add column two_factor_skip_hours integer not null default 0 check (two_factor_skip_hours between 0 and 168)
`;

const authServers = `
  create table bastion_auth_servers (
    account_id text not null,
    instance_id text not null references bastion_instances (instance_id) on delete cascade,
    kind text not null check (kind in ('AD', 'LDAP')),
    server text not null,
    standby_server text not null,
    port integer not null check (port between 1 and 65535),
    is_ssl boolean not null,
    account text not null,
    base_dn text not null,
    domain text not null,
    filter text not null,
    server_name text not null,
    login_name_mapping text not null,
    name_mapping text not null,
    email_mapping text not null,
    mobile_mapping text not null,
    sealed_password bytea not null,
    sealed_password_under bytea generated always as (substring(sealed_password from 2 for 4)) stored references sealing_keys,
    primary key (account_id, instance_id, kind)
  );
  create index bastion_auth_servers_sealed_password_under on bastion_auth_servers (sealed_password_under)
`;
