const attached = (principals: string) => `(
  select json_agg(json_build_object('type', a.policy_type, 'name', a.policy_name, 'document', v.document))
  from ram_attachments a
  left join ram_policies p
    on a.policy_type = 'Custom' and p.account_id = a.account_id and p.policy_name = a.policy_name
  left join ram_policy_versions v
    on v.account_id = p.account_id and v.policy_name = p.policy_name and v.version_id = p.default_version_id
  where a.principal_id = any(${principals})
)`;

// JSON rather than an array: the planner would plan every call anew for the length of the array, which costs more than
// the query itself.
const wanted = '(select json_array_elements_text($1::json))';

/** AccessKeys by id (`$1`, a JSON array), each with its current owner and the policies attached to that owner now. */
export const accessKeyStatement = `
  select k.access_key_id as id, k.account_id as "accountId", k.sealed_secret as "sealedSecret", k.active,
    u.user_id as "userId", u.user_name as "userName",
    null as "roleId", null as "roleName", null as "sessionName", null as "sessionPolicy",
    null::bytea as "tokenHash", null::timestamptz as "expiresAt",
    case when k.user_id is not null then ${attached(
      'array(select k.user_id union all select m.group_id from ram_group_members m where m.user_id = k.user_id)',
    )} end as policies
  from access_keys k
  left join ram_users u on u.user_id = k.user_id
  where k.access_key_id in ${wanted}
  union all
  select s.access_key_id, s.account_id, s.sealed_secret, true,
    null, null, r.role_id, r.role_name, s.session_name, s.session_policy, s.token_hash, s.expires_at,
    ${attached('array[s.role_id]')}
  from sts_sessions s
  join ram_roles r on r.role_id = s.role_id
  where s.access_key_id in ${wanted}`;
