/** How the users `u` who have a kind of grant are joined to its rows. One more kind of grantee is one more entry. */
interface Grantee {
  /** A GrantSource. */
  readonly source: string;
  readonly userGroupId: string;
  readonly join: (grants: string) => string;
}

const grantees: readonly Grantee[] = [
  {
    source: 'Direct',
    userGroupId: 'null::bigint',
    join: (grants) => `join ${grants} g on g.user_id = u.id`,
  },
  {
    source: 'UserGroup',
    userGroupId: 'g.user_group_id',
    join: (grants) => `
      join bastion_user_group_members um on um.user_id = u.id
      join ${grants} g on g.user_group_id = um.user_group_id`,
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

const grantsOf = (grantee: Grantee, asset: Asset, only: string) => `
  select u.id as user_id, u.effective_until, a.host_id, a.id as host_account_id, '${grantee.source}' as source,
         ${grantee.userGroupId} as user_group_id, ${asset.hostGroupId} as host_group_id
  from bastion_users u ${grantee.join(asset.grants)} ${asset.join}
  where ${only}`;

/**
 * All grants, whether or not their users may log on, of each user for each host account. `only` is a condition on the
 * user `u` and the host account `a`. It stands inside each branch of the union, so that indexes serve it.
 */
export const grants = (only: string) =>
  grantees.flatMap((grantee) => assets.map((asset) => grantsOf(grantee, asset, only))).join(' union all ');

/** Whether the user `u` may log on at the moment `now`, and the broker speaks to the account `a`. */
const isUsable = (now: string) => `
  not u.is_locked and (u.effective_from is null or u.effective_from <= ${now})
  and (u.effective_until is null or u.effective_until > ${now})
  and a.protocol_name = 'SSH'`;

/**
 * Access as one relation: which user may use which host account at the moment `now` (a parameter such as `$1`), through
 * which source, and until when (null: no end). There is one row per pair; where several grants give access, it is that
 * of the longest. `only` is as for `grants`.
 */
export const accessAt = (now: string, only: string) => `
  select distinct on (user_id, host_account_id) user_id, host_id, host_account_id, source, effective_until as until
  from (${grants(`${isUsable(now)} and ${only}`)}) granted
  order by user_id, host_account_id, until desc nulls first, source`;
