import { isOfSsh, mayLogOn, ruleHolds, takesNamedAccounts } from './access.sql.ts';

/** The columns by which grants `g` name a user, their groups, and the rules that are for either. */
const grantees = [
  'g.user_id = (select id from reaching_user)',
  'g.user_group_id in (select id from reaching_user_groups)',
  'g.rule_id in (select id from reaching_rules)',
];

const granted = (column: string, from: string) =>
  grantees.map((isGranted) => `select ${column} from ${from} where ${isGranted}`);

const ofHostGroups = (grants: string) => `
  ${grants} g join bastion_host_group_members hm on hm.host_group_id = g.host_group_id`;

const accountIds = [
  ...granted('g.host_account_id as id', 'bastion_host_account_grants g'),
  ...granted(
    'named.id',
    `${ofHostGroups('bastion_host_group_account_grants')}
     join bastion_host_accounts named on named.host_id = hm.host_id and named.account_name = g.account_name`,
  ),
];

const hostIds = [
  ...granted('g.host_id as id', 'bastion_host_grants g'),
  ...granted('hm.host_id', ofHostGroups('bastion_host_group_grants')),
];

/**
 * All that one user reaches at the moment `now`, as parts of a `with`: `reached_accounts` (`id`, `host_id`,
 * `account_name`) are those of `accessAt`, and `bare_hosts` (`id`) those of `hostAccessAt` without a reached account.
 * It asks neither by what nor until when, so each grant is one look into an index and ids are all that is sorted out: a
 * list of 1,000 hosts takes a quarter of the time. `user` is a condition on the user `u`.
 */
export const reachAt = (now: string, user: string) => `
  reaching_user as materialized (select u.id from bastion_users u where ${user} and ${mayLogOn(now)}),
  reaching_user_groups as materialized (
    select user_group_id as id from bastion_user_group_members where user_id = (select id from reaching_user)),
  reaching_rules as materialized (
    select r.id from bastion_rules r where ${ruleHolds(now)} and r.id in (
      select rule_id from bastion_rule_users where user_id = (select id from reaching_user)
      union all
      select rule_id from bastion_rule_user_groups where user_group_id in (select id from reaching_user_groups))),
  reached_accounts as materialized (
    select a.id, a.host_id, a.account_name
    from (select distinct id from (${accountIds.join(' union all ')}) granted) reached
    join bastion_host_accounts a on a.id = reached.id and ${isOfSsh}),
  bare_hosts as materialized (
    select target.id
    from (select distinct id from (${hostIds.join(' union all ')}) granted
          where not exists (select from reached_accounts reached where reached.host_id = granted.id)) bare
    join bastion_hosts target on target.id = bare.id and ${takesNamedAccounts})`;
