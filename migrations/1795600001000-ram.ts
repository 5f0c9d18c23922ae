import type { MigrationInterface, QueryRunner } from 'typeorm';

/** RAM: users, groups, roles, policies and what they are attached to; the role sessions that STS issues. */
export class Ram1795600001000 implements MigrationInterface {
  name = 'Ram1795600001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(users);
    await runner.query(accessKeys);
    await runner.query(roles);
    await runner.query(policies);
    await runner.query(tags);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

// Names are case-insensitive.
const users = `
  create table ram_users (
    account_id text not null references accounts,
    user_id text not null,
    user_name text not null,
    display_name text not null,
    mobile_phone text not null,
    email text not null,
    comments text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (user_id)
  );
  create unique index ram_users_name on ram_users (account_id, lower(user_name));

  create table ram_groups (
    account_id text not null references accounts,
    group_id text not null,
    group_name text not null,
    comments text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (group_id)
  );
  create unique index ram_groups_name on ram_groups (account_id, lower(group_name));

  create table ram_group_members (
    group_id text not null references ram_groups on delete cascade,
    user_id text not null references ram_users on delete cascade,
    joined_at timestamptz not null,
    primary key (group_id, user_id)
  );
  create index ram_group_members_by_user on ram_group_members (user_id);
`;

// A key without a user is the account's own. The time of its last use is kept to the minute.
const accessKeys = `
  alter table access_keys
    add column user_id text references ram_users,
    add column last_used_at timestamptz,
    add column last_used_service text;
  create index access_keys_by_user on access_keys (user_id) where user_id is not null;
`;

const roles = `
  create table ram_roles (
    account_id text not null references accounts,
    role_id text not null,
    role_name text not null,
    description text not null,
    trust_policy text not null,
    max_session_seconds integer not null check (max_session_seconds between 3600 and 43200),
    -- Set for service-linked roles: the service that they belong to.
    service_name text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (role_id)
  );
  create unique index ram_roles_name on ram_roles (account_id, lower(role_name));

  create table sts_sessions (
    access_key_id text not null,
    account_id text not null references accounts,
    role_id text not null references ram_roles on delete cascade,
    session_name text not null,
    sealed_secret bytea not null,
    -- SHA-256 of the security token, which must come with every call.
    token_hash bytea not null,
    session_policy text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (access_key_id)
  );
  create index sts_sessions_expiry on sts_sessions (expires_at);
`;

// Custom policies only: system policies are part of the program.
const policies = `
  create table ram_policies (
    account_id text not null references accounts,
    policy_name text not null,
    description text not null,
    default_version_id text not null,
    -- The number that the next version gets; numbers are never used twice.
    next_version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, policy_name)
  );

  create table ram_policy_versions (
    account_id text not null,
    policy_name text not null,
    version_id text not null,
    document text not null,
    created_at timestamptz not null,
    primary key (account_id, policy_name, version_id),
    foreign key (account_id, policy_name) references ram_policies on delete cascade
  );

  create table ram_attachments (
    account_id text not null references accounts,
    principal_kind text not null check (principal_kind in ('User', 'Group', 'Role')),
    principal_id text not null,
    policy_type text not null check (policy_type in ('System', 'Custom')),
    policy_name text not null,
    attached_at timestamptz not null,
    primary key (principal_id, policy_type, policy_name)
  );
  create index ram_attachments_by_policy on ram_attachments (account_id, policy_type, policy_name);
`;

const tags = `
  create table ram_tags (
    account_id text not null references accounts,
    resource_type text not null check (resource_type in ('user', 'role', 'policy')),
    resource_name text not null,
    tag_key text not null,
    tag_value text not null,
    primary key (account_id, resource_type, resource_name, tag_key)
  );
`;
