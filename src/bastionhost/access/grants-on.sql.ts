/** What grants are made to, or on. */
export type GrantableKind = 'User' | 'UserGroup' | 'Rule' | 'Host' | 'HostAccount' | 'HostGroup';

/** The tables of grants `g`, each with what a row is on. */
const tables = {
  host: ['bastion_host_grants', `'host/' || g.host_id`],
  hostAccount: ['bastion_host_account_grants', `'host-account/' || g.host_account_id`],
  hostGroup: ['bastion_host_group_grants', `'host-group/' || g.host_group_id`],
  accountName: ['bastion_host_group_account_grants', `'host-group/' || g.host_group_id || '/' || g.account_name`],
} as const;

const grantee = `coalesce('user/' || g.user_id, 'user-group/' || g.user_group_id, 'rule/' || g.rule_id)`;

const grantsIn = (table: keyof typeof tables, condition: string) => {
  const [name, asset] = tables[table];
  return `select ${grantee} as grantee, ${asset} as asset, id as place from ${name} g where ${condition}`;
};

const everyTable = (condition: string) =>
  (Object.keys(tables) as (keyof typeof tables)[]).map((table) => grantsIn(table, condition));

const inRules = (table: string, column: string, noun: string) =>
  `select '${noun}/' || ${column} as grantee, 'rule/' || rule_id as asset, rule_id as place
   from ${table} where ${column} = $1`;

const parts: Readonly<Record<GrantableKind, readonly string[]>> = {
  User: [...everyTable('g.user_id = $1'), inRules('bastion_rule_users', 'user_id', 'user')],
  UserGroup: [
    ...everyTable('g.user_group_id = $1'),
    inRules('bastion_rule_user_groups', 'user_group_id', 'user-group'),
  ],
  Rule: everyTable('g.rule_id = $1'),
  Host: [
    grantsIn('host', 'g.host_id = $1'),
    grantsIn('hostAccount', 'g.host_account_id in (select id from bastion_host_accounts where host_id = $1)'),
  ],
  HostAccount: [grantsIn('hostAccount', 'g.host_account_id = $1')],
  HostGroup: [grantsIn('hostGroup', 'g.host_group_id = $1'), grantsIn('accountName', 'g.host_group_id = $1')],
};

const named = (kind: GrantableKind) => `
  select grantee, asset, count(*) over ()::integer as total from (${parts[kind].join(' union all ')}) granted
  order by asset, place limit $2`;

/** For each kind, the grants to or on the thing `$1`, of which `$2` are named and all are counted. */
export const grantsOn: Readonly<Record<GrantableKind, string>> = {
  User: named('User'),
  UserGroup: named('UserGroup'),
  Rule: named('Rule'),
  Host: named('Host'),
  HostAccount: named('HostAccount'),
  HostGroup: named('HostGroup'),
};
