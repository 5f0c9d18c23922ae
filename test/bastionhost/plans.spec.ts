import { DataSource } from 'typeorm';
import { ConnectableAccounts } from '../../src/bastionhost/connectable-accounts.api.ts';
import { ConnectionPermits } from '../../src/bastionhost/connection-permits.api.ts';
import type { Members } from '../support/api-clients.ts';
import { evenShares, fillWithGrants, type Query } from '../support/many-grants.ts';
import { newRamUser } from '../support/new-ram-user.ts';
import { SentStatements } from '../support/sent-statements.ts';
import { region } from './bastion-account.ts';
import { BastionApplication } from './bastion-application.ts';
import { ruleOf, ruleParts, scopeOf, type RuleParts } from './rule-specs.ts';

const large = [
  'bastion_hosts',
  'bastion_host_accounts',
  'bastion_users',
  'bastion_user_group_members',
  'bastion_host_group_members',
  'bastion_host_grants',
  'bastion_host_account_grants',
];

describe('over 10,000 hosts, 1,000 users and 100,000 grants, no table is read from end to end', () => {
  let bastion: BastionApplication;
  let parts: RuleParts;
  let RuleId: string;
  let statements: SentStatements;
  let hosts: string[];

  beforeAll(async () => {
    bastion = await BastionApplication.start();
    parts = await ruleParts(bastion, 'first');
    RuleId = await bastion.rule('first', scopeOf(parts));
    const query: Query = (sql, values) => bastion.app.get(DataSource).query(sql, values);
    const size = { hosts: 10_000, users: 1_000, grants: 100_000 };
    const templates = { ...parts, hostAccountId: parts.accountIds[0], ruleId: RuleId };
    await fillWithGrants(query, size, templates, evenShares(size));
    hosts = (await query<{ id: string }>('select id from bastion_hosts order by id limit 500')).map(({ id }) => id);
    await bastion.attach(parts.userId, hosts[7]!);
    statements = new SentStatements(bastion.app, large);
  });
  afterAll(() => bastion.stop());

  const engineer = () => {
    const { accountId, instanceId } = bastion.listener;
    return { accountId, region, instanceId, userId: parts.userId, userName: 'first' };
  };
  const permits = () => bastion.app.get(ConnectionPermits);
  const issue = (host: string) => permits().issue(engineer(), { account: 'root', host });
  const ofUser = (action: string, more: Members = {}) => bastion.call(action, { UserId: parts.userId, ...more });
  const ofHost = (action: string) => ofUser(action, { HostId: parts.hostId });

  async function review(): Promise<unknown> {
    const permit = await issue('first');
    return permits().review(Array.from({ length: 50 }, () => permit!));
  }

  async function deleteRamUser(): Promise<void> {
    await newRamUser(bastion.app, 'left');
    await bastion.app.pop('ram').request('DeleteUser', { UserName: 'left' });
  }

  it.each<[string, () => Promise<unknown>, string[]]>([
    ['a permit by name', () => issue('COPY-5000'), ['bastion_hosts_by_lower_name', 'bastion_host_accounts_by_name']],
    ['a permit by address', () => issue('10.0.19.136'), ['bastion_hosts_by_private_address']],
    ['a permit by id', () => issue(parts.hostId), ['bastion_hosts_pkey']],
    ['a permit for an unknown host', () => issue('nowhere'), ['bastion_hosts_by_public_address']],
    [
      'a permit without an account',
      () => permits().issue(engineer(), { host: 'COPY-5000' }),
      ['bastion_hosts_by_lower_name'],
    ],
    [
      'what a name can mean',
      () => permits().readingsOf(engineer(), { host: 'COPY-5000' }),
      ['bastion_hosts_by_lower_name'],
    ],
    [
      'whose login it is, and a wrong password',
      () => bastion.logOn('user-500', 'wrong'),
      ['bastion_users_name', 'bastion_users_pkey'],
    ],
    [
      'a permit for an account that the user names on a host that is granted without one',
      () => permits().issueForHost(engineer(), hosts[7]!, 'root'),
      ['bastion_hosts_pkey', 'bastion_host_grants_of_user', 'bastion_host_account_grants_of_user'],
    ],
    ['the deletion of a RAM user', deleteRamUser, ['bastion_users_source_user']],
    ['the review of fifty open connections', review, ['bastion_host_account_grants_of_user']],
    [
      'GetAccess',
      () => ofUser('GetAccess', { HostId: parts.hostId, HostAccountId: parts.accountIds[0] }),
      ['bastion_host_account_grants_of_user', 'bastion_host_account_grants_of_rule'],
    ],
    ['ListHostAccountsForUser', () => ofHost('ListHostAccountsForUser'), ['bastion_host_account_grants_of_user']],
    ['ListHostsForUser', () => ofUser('ListHostsForUser'), ['bastion_host_grants_of_user']],
    ['ListHostGroupsForUser', () => ofUser('ListHostGroupsForUser'), []],
    [
      'a page of the menu, on which such a host is',
      () => bastion.app.get(ConnectableAccounts).list(engineer(), { offset: 0, limit: 21 }),
      ['bastion_host_account_grants_of_user', 'bastion_host_grants_of_user'],
    ],
    [
      'ListHosts of an address',
      () => bastion.call('ListHosts', { HostAddress: '10.0.19.136' }),
      ['bastion_hosts_by_private_address', 'bastion_hosts_by_public_address'],
    ],
    ['GetRule', () => ruleOf(bastion, RuleId), ['bastion_host_grants_of_rule']],
    [
      'ModifyRule with 500 hosts',
      () => bastion.call('ModifyRule', { RuleId, Hosts: hosts.map((HostId) => ({ HostId })) }),
      ['bastion_host_grants_of_rule'],
    ],
  ])('for %s', async (_call, call, indexes) => {
    const nodes = await statements.nodesOf(call);
    expect(statements.scannedIn(nodes)).toEqual([]);
    expect(nodes.map((node) => node['Index Name'])).toEqual(expect.arrayContaining(indexes));
  });

  it('and what a login asks is planned no more often than PostgreSQL tries before it keeps a plan', async () => {
    const permit = await issue('first');
    const login = async () => {
      await issue('COPY-5000');
      await permits().readingsOf(engineer(), { host: 'COPY-5000' });
      await permits().review([permit!]);
      await bastion.app.get(ConnectableAccounts).list(engineer(), { offset: 0, limit: 21 });
    };
    const plannings = Object.entries(await statements.planningsOf(login, 8));
    expect(plannings.length).toBeGreaterThan(3);
    expect(plannings.filter(([, times]) => times > 5)).toEqual([]);
  });

  it('which would be noticed', async () => {
    const readAll = () => bastion.app.get(DataSource).query('select from bastion_hosts where comment = $1', ['x']);
    expect(statements.scannedIn(await statements.nodesOf(readAll))).toEqual(['bastion_hosts']);
  });
});
