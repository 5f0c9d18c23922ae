/** How the users `u` who have a kind of grant are joined to its rows. One more kind of grantee is one more entry. */
interface Grantee {
  /** A GrantSource. */
  readonly source: string;
  readonly userGroupId: string;
  readonly ruleId: string;
  readonly join: (grants: string) => string;
  /** When access through it ends, as far as that does not depend on the user. */
  readonly until: string;
  /** Whether it gives access at the moment `now`. */
  readonly holds: (now: string) => string;
}

const always = { until: 'null::timestamptz', holds: () => 'true' };

/** Whether the rule `r` gives access at the moment `now`. */
export const ruleHolds = (now: string) => `
  r.is_enabled and (r.effective_from is null or r.effective_from <= ${now})
  and (r.effective_until is null or r.effective_until > ${now})`;

const whileRuleHolds = { until: 'r.effective_until', holds: ruleHolds };

const grantees: readonly Grantee[] = [
  {
    source: 'Direct',
    userGroupId: 'null::bigint',
    ruleId: 'null::bigint',
    join: (grants) => `join ${grants} g on g.user_id = u.id`,
    ...always,
  },
  {
    source: 'UserGroup',
    userGroupId: 'g.user_group_id',
    ruleId: 'null::bigint',
    join: (grants) => `
      join bastion_user_group_members um on um.user_id = u.id
      join ${grants} g on g.user_group_id = um.user_group_id`,
    ...always,
  },
  {
    source: 'Rule',
    userGroupId: 'null::bigint',
    ruleId: 'r.id',
    join: (grants) => `
      join bastion_rule_users ru on ru.user_id = u.id
      join bastion_rules r on r.id = ru.rule_id
      join ${grants} g on g.rule_id = r.id`,
    ...whileRuleHolds,
  },
  {
    source: 'Rule',
    userGroupId: 'rg.user_group_id',
    ruleId: 'r.id',
    join: (grants) => `
      join bastion_user_group_members um on um.user_id = u.id
      join bastion_rule_user_groups rg on rg.user_group_id = um.user_group_id
      join bastion_rules r on r.id = rg.rule_id
      join ${grants} g on g.rule_id = r.id`,
    ...whileRuleHolds,
  },
];

/** How the host accounts `a` that a kind of grant is on are joined to its rows `g`. */
interface Asset {
  readonly grants: string;
  readonly hostGroupId: string;
  readonly join: string;
}

const assets: readonly Asset[] = [
  {
    grants: 'bastion_host_account_grants',
    hostGroupId: 'null::bigint',
    join: 'join bastion_host_accounts a on a.id = g.host_account_id',
  },
  {
    grants: 'bastion_host_group_account_grants',
    hostGroupId: 'g.host_group_id',
    join: `
      join bastion_host_group_members hm on hm.host_group_id = g.host_group_id
      join bastion_host_accounts a on a.host_id = hm.host_id and a.account_name = g.account_name`,
  },
];

// PostgreSQL's least() leaves out nulls: the earliest end, and null where there is none.
const grantsOf = (grantee: Grantee, asset: Asset, only: string) => `
  select u.id as user_id, a.host_id, a.id as host_account_id, least(u.effective_until, ${grantee.until}) as until,
         '${grantee.source}' as source, ${grantee.userGroupId} as user_group_id,
         ${asset.hostGroupId} as host_group_id, ${grantee.ruleId} as rule_id
  from bastion_users u ${grantee.join(asset.grants)} ${asset.join}
  where ${only}`;

const unionOf = (only: (grantee: Grantee) => string) =>
  grantees.flatMap((grantee) => assets.map((asset) => grantsOf(grantee, asset, only(grantee)))).join(' union all ');

/**
 * All grants, whether or not they give access, of each user for each host account. `only` is a condition on the user
 * `u` and the host account `a`. It stands inside each branch of the union, so that indexes serve it.
 */
export const grants = (only: string) => unionOf(() => only);

/** Whether the user `u` may log on at the moment `now`. */
export const mayLogOn = (now: string) => `
  not u.is_locked and not u.is_remote_deleted
  and (u.effective_from is null or u.effective_from <= ${now})
  and (u.effective_until is null or u.effective_until > ${now})`;

/** Whether the broker can log on to the host account `a`: it speaks SSH alone. */
export const isOfSsh = `a.protocol_name = 'SSH'`;

/** Whether somebody can name an account of the host `target`. */
export const takesNamedAccounts = `target.os_type = 'Linux'`;

/**
 * Access as one relation: which user may use which host account at the moment `now` (a parameter such as `$1`), through
 * which source, and until when (null: no end). There is one row per pair; where several grants give access, it is that
 * of the longest. `only` is as for `grants`.
 */
export const accessAt = (now: string, only: string) => `
  select distinct on (user_id, host_account_id) user_id, host_id, host_account_id, source, until
  from (${unionOf(({ holds }) => `${mayLogOn(now)} and ${isOfSsh} and ${holds(now)} and ${only}`)}) granted
  order by user_id, host_account_id, until desc nulls first, source`;

/** How the hosts `target` that are granted as such, with or without an account, are joined to a kind of grant `g`. */
const hosts = [
  { grants: 'bastion_host_grants', join: 'join bastion_hosts target on target.id = g.host_id' },
  {
    grants: 'bastion_host_group_grants',
    join: `
      join bastion_host_group_members hm on hm.host_group_id = g.host_group_id
      join bastion_hosts target on target.id = hm.host_id`,
  },
];

const hostGrants = (grantee: Grantee, { grants, join }: (typeof hosts)[number], now: string, only: string) => `
  select u.id as user_id, target.id as host_id, least(u.effective_until, ${grantee.until}) as until,
         '${grantee.source}' as source
  from bastion_users u ${grantee.join(grants)} ${join}
  where ${mayLogOn(now)} and ${takesNamedAccounts} and ${grantee.holds(now)} and ${only}`;

/**
 * Which user may see which host at the moment `now`, like `accessAt`. It gives no access to any account of the host,
 * but where the user has none there, they may name one. `only` is a condition on the user `u` and the host `target`.
 */
export const hostAccessAt = (now: string, only: string) => `
  select distinct on (user_id, host_id) user_id, host_id, source, until
  from (${grantees.flatMap((grantee) => hosts.map((host) => hostGrants(grantee, host, now, only))).join(' union all ')})
    granted
  order by user_id, host_id, until desc nulls first, source`;
