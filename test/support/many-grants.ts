/** Sends SQL to the database of a service. */
export type Query = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** How large a bastion instance is to become. */
export interface Size {
  readonly hosts: number;
  readonly users: number;
  readonly grants: number;
}

/** How many accounts each grantee of a kind is granted: those after the ones of the grantee before, or from one on. */
export interface Share {
  readonly each: number;
  readonly from?: number;
}

export interface Shares {
  readonly user: Share;
  readonly userGroup: Share;
  readonly rule: Share;
}

/** Ids of things that were created through the service, to be copied. */
export interface Templates {
  readonly userId: string;
  readonly userGroupId: string;
  readonly hostId: string;
  readonly hostAccountId: string;
  readonly hostGroupId: string;
  readonly ruleId: string;
}

/** Copies a row of a table for each row of `from`, with these columns changed to SQL expressions. */
export async function copyRow(
  query: Query,
  table: string,
  { where, values, from }: { readonly where: string; readonly values: unknown[]; readonly from: string },
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = await query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
    [table],
  );
  const names = columns.map(({ name }) => name);
  const copied = names.map((name) => changed[name] ?? `original.${name}`);
  await query(
    `insert into ${table} (${names.join(', ')}) select ${copied.join(', ')}
     from ${table} original, ${from} where original.${where}`,
    values,
  );
}

/**
 * Fills an instance directly in the database: hosts `copy-<n>` with an account each, users `copy-<n>`, a user group, a
 * host group and a rule for every ten users or hundred hosts.
 */
export async function fillWithGrants(
  query: Query,
  { hosts, users }: Pick<Size, 'hosts' | 'users'>,
  ids: Templates,
  shares: Shares,
): Promise<void> {
  const groups = Math.ceil(users / 10);
  const hostGroups = Math.ceil(hosts / 100);
  const copy = (table: string, id: string, count: number, changed: Record<string, string>) =>
    copyRow(query, table, { where: 'id = $1', values: [id], from: `generate_series(1, ${count}) n` }, changed);
  const address = `'10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256`;
  await copy('bastion_hosts', ids.hostId, hosts - 1, { host_name: `'copy-' || n`, private_address: address });
  await copy('bastion_users', ids.userId, users - 1, { user_name: `'copy-' || n` });
  await copy('bastion_user_groups', ids.userGroupId, groups - 1, { group_name: `'copy-' || n` });
  await copy('bastion_host_groups', ids.hostGroupId, hostGroups - 1, { group_name: `'copy-' || n` });
  await copy('bastion_rules', ids.ruleId, groups - 1, { rule_name: `'copy-' || n` });
  const others = { where: 'id = $1', values: [ids.hostAccountId], from: 'bastion_hosts h' };
  await copyRow(
    query,
    'bastion_host_accounts',
    { ...others, where: 'id = $1 and h.id <> original.host_id' },
    { host_id: 'h.id' },
  );
  // Without statistics the joins below would be nested loops.
  await query('analyze');
  await query(membersOf('bastion_user_group_members (user_group_id, user_id)', 'bastion_user_groups', 'bastion_users'));
  await query(membersOf('bastion_host_group_members (host_group_id, host_id)', 'bastion_host_groups', 'bastion_hosts'));
  await query(membersOf('bastion_rule_users (rule_id, user_id)', 'bastion_rules', 'bastion_users'));
  await query(membersOf('bastion_rule_user_groups (rule_id, user_group_id)', 'bastion_rules', 'bastion_user_groups'));
  await query(grantsTo('user_id', 'bastion_users', shares.user));
  await query(grantsTo('user_group_id', 'bastion_user_groups', shares.userGroup));
  await query(grantsTo('rule_id', 'bastion_rules', shares.rule));
  await query(grantedHosts);
  await query(grantedHostGroups);
  await query('vacuum analyze');
}

/**
 * Shares by which a tenth of the grants are to user groups and a tenth by rules. Each user has as many whatever the
 * size, as long as its three numbers grow together.
 */
export function evenShares({ users, grants }: Size): Shares {
  const each = (share: number, grantees: number) => ({ each: Math.round((grants * share) / grantees) });
  const groups = Math.ceil(users / 10);
  return { user: each(0.8, users), userGroup: each(0.1, groups), rule: each(0.1, groups) };
}

const numbered = (table: string) => `(select *, row_number() over (order by id) - 1 as n from ${table})`;
const count = (table: string) => `(select count(*) from ${table})`;

const membersOf = (columns: string, groups: string, things: string) => `
  insert into ${columns} select g.id, t.id
  from ${numbered(things)} t join ${numbered(groups)} g on g.n = t.n % ${count(groups)} on conflict do nothing`;

const grantsTo = (column: string, grantees: string, { each, from }: Share) => `
  insert into bastion_host_account_grants (account_id, region, instance_id, ${column}, host_account_id)
  select a.account_id, a.region, a.instance_id, g.id, a.id
  from ${numbered(grantees)} g cross join generate_series(1, ${each}) k
  join ${numbered('bastion_host_accounts')} a on a.n = (${from ?? `g.n * ${each}`} + k) % ${count('bastion_host_accounts')}
  on conflict do nothing`;

const grantedHosts = `
  insert into bastion_host_grants (account_id, region, instance_id, user_id, user_group_id, rule_id, host_id)
  select distinct g.account_id, g.region, g.instance_id, g.user_id, g.user_group_id, g.rule_id, a.host_id
  from bastion_host_account_grants g join bastion_host_accounts a on a.id = g.host_account_id on conflict do nothing`;

const grantedHostGroups = `
  insert into bastion_host_group_account_grants
    (account_id, region, instance_id, user_group_id, host_group_id, account_name)
  select u.account_id, u.region, u.instance_id, u.id, h.id, 'root'
  from ${numbered('bastion_user_groups')} u join ${numbered('bastion_host_groups')} h
    on h.n = u.n % ${count('bastion_host_groups')}
  on conflict do nothing`;
