/**
 * One kind of grant, as a query for the grants that have begun at `now`. Its columns are `user_id`, `host_account_id`,
 * `source` (a GrantSource) and `until` (null: no end).
 */
type GrantQuery = (now: string) => string;

const direct: GrantQuery = () => `
  select user_id, host_account_id, 'Direct' as source, null::timestamptz as until from bastion_host_account_grants`;

const sources: readonly GrantQuery[] = [direct];

/**
 * All grants in force at the moment `now` (a parameter such as `$1`), whether or not their users may log on then. A
 * user may have several grants for one host account.
 */
export const grantsAt = (now: string) => `
  select granted.* from (${sources.map((source) => source(now)).join(' union all ')}) granted
  where granted.until is null or granted.until > ${now}`;

/**
 * Access as one relation: which user may use which host account at the moment `now`, through which source, and until
 * when (null: no end). There is one row per pair; where several grants give access, it is that of the longest. `only`
 * is a condition on the user `u` and the host account `a`. It stands inside the query, so that indexes serve it.
 */
export const accessAt = (now: string, only: string) => `
  select distinct on (u.id, a.id) u.id as user_id, a.host_id, a.id as host_account_id, granted.source,
         least(u.effective_until, granted.until) as until
  from (${grantsAt(now)}) granted
  join bastion_users u on u.id = granted.user_id
  join bastion_host_accounts a on a.id = granted.host_account_id and a.protocol_name = 'SSH'
  where (u.effective_from is null or u.effective_from <= ${now})
    and (u.effective_until is null or u.effective_until > ${now})
    and ${only}
  order by u.id, a.id, until desc nulls first, granted.source`;
