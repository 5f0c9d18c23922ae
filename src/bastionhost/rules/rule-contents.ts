import type { EntityManager } from 'typeorm';

/** What a rule covers, with the names of the accounts. All in order of their ids, account names in their own. */
export interface RuleContents {
  readonly userIds: readonly string[];
  readonly userGroupIds: readonly string[];
  readonly hosts: readonly { readonly hostId: string; readonly accounts: readonly NamedAccount[] }[];
  readonly hostGroups: readonly { readonly hostGroupId: string; readonly accountNames: readonly string[] }[];
}

interface NamedAccount {
  readonly hostAccountId: string;
  readonly accountName: string;
}

// Ids are texts in the JSON: as numbers they could lose digits.
const hosts = `
  select json_build_object('hostId', g.host_id::text, 'accounts', coalesce((
    select json_agg(json_build_object('hostAccountId', a.id::text, 'accountName', a.account_name) order by a.id)
    from bastion_host_account_grants ag
    join bastion_host_accounts a on a.id = ag.host_account_id and a.host_id = g.host_id
    where ag.rule_id = g.rule_id), '[]')) as host
  from bastion_host_grants g where g.rule_id = $1 order by g.host_id`;

const hostGroups = `
  select json_build_object('hostGroupId', g.host_group_id::text, 'accountNames', array(
    select ag.account_name from bastion_host_group_account_grants ag
    where ag.rule_id = g.rule_id and ag.host_group_id = g.host_group_id order by ag.account_name)) as host_group
  from bastion_host_group_grants g where g.rule_id = $1 order by g.host_group_id`;

const contents = `
  select array(select u.user_id::text from bastion_rule_users u where u.rule_id = $1 order by u.user_id) as "userIds",
         array(select g.user_group_id::text from bastion_rule_user_groups g where g.rule_id = $1
               order by g.user_group_id) as "userGroupIds",
         array(${hosts}) as hosts, array(${hostGroups}) as "hostGroups"`;

/** Reads all of it by one statement, so that no change is seen in part. */
export async function contentsOf(manager: EntityManager, ruleId: string): Promise<RuleContents> {
  const [found] = await manager.query<RuleContents[]>(contents, [ruleId]);
  return found!;
}
