/**
 * A kind of grant, as a query for those that have begun at `now`: `user_id`, `host_account_id`, `source` (a GrantSource) and `until`
 * (null: without end).
 */
type GrantQuery = (now: string) => string;

const direct: GrantQuery = () => `
  select user_id, host_account_id, 'Direct' as source, null::timestamptz as until from bastion_host_account_grants`;

const sources: readonly GrantQuery[] = [direct];

/**
 * All grants in force at the moment `now` (a parameter, `$1` for example), whether or not their users may log on then. There may be
 * several for one user and one host account.
 */
export const grantsAt = (now: string) => `
  select granted.* from (${sources.map((source) => source(now)).join(' union all ')}) granted
  where granted.until is null or granted.until > ${now}`;

/**
 * Access, as one relation: which user reaches which host account at the moment `now`, by which source, and until when (null: without
 * end). A row for each pair: where several grants give access, the one that lasts longest. `only` is the condition on the user `u` and
 * the host account `a` that narrows it; it stands inside, so that indexes serve it.
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
