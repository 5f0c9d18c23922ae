/**
 * Access, as one relation: which user may use which host account at the moment `now` (a parameter, `$1` for example), and until when (null:
 * without end).
 */
export const accessAt = (now: string) => `
  select u.id as user_id, u.account_id, u.instance_id, u.effective_until as until, a.host_id, a.id as host_account_id
  from bastion_users u
  join bastion_host_account_grants g on g.user_id = u.id
  join bastion_host_accounts a on a.id = g.host_account_id and a.protocol_name = 'SSH'
  where (u.effective_from is null or u.effective_from <= ${now})
    and (u.effective_until is null or u.effective_until > ${now})`;
