import { ConnectionPermits } from '../../../src/bastionhost/connection-permits.api.ts';
import type { Members } from '../../support/api-clients.ts';
import { region } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { ruleParts, type RuleParts } from '../rule-specs.ts';

type ScopeOf = (parts: RuleParts) => Members;

const byUser: ScopeOf = ({ userId }) => ({ UserIds: [userId] });
const byUserGroup: ScopeOf = ({ userGroupId }) => ({ UserGroupIds: [userGroupId] });
const byHost: ScopeOf = ({ hostId, accountIds }) => ({ Hosts: [{ HostId: hostId, HostAccountIds: [accountIds[0]] }] });
const byHostGroup: ScopeOf = ({ hostGroupId }) => ({
  HostGroups: [{ HostGroupId: hostGroupId, HostAccountNames: ['root', 'nobody'] }],
});

describe('access through a rule', () => {
  let bastion: BastionApplication;
  let count = 0;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    // What a host gives that is granted without an account: special-accounts.spec.ts.
    await bastion.call('ModifyInstanceSettings', { AllowEmptyAccount: 'false' });
  });
  afterAll(() => bastion.stop());

  /** A user and a host, each in the group beside it. */
  async function newParts(): Promise<RuleParts> {
    const parts = await ruleParts(bastion, `parts-${(count += 1)}`);
    await bastion.call('AddUsersToGroup', { UserGroupId: parts.userGroupId, UserIds: [parts.userId] });
    await bastion.call('AddHostsToGroup', { HostGroupId: parts.hostGroupId, HostIds: [parts.hostId] });
    return parts;
  }

  const newRule = (more: Members) => bastion.rule(`rule-${(count += 1)}`, more);
  const inSeconds = (seconds: number) => Math.floor(bastion.app.clock.now().getTime() / 1000) + seconds;

  function permit({ userId, hostId }: RuleParts, account = 'root') {
    const { accountId, instanceId } = bastion.listener;
    const user = { accountId, region, instanceId, userId, userName: 'any' };
    return bastion.app.get(ConnectionPermits).issue(user, { account, host: hostId });
  }

  async function explained({ userId, hostId, accountIds }: RuleParts): Promise<Members> {
    const asked = { UserId: userId, HostId: hostId, HostAccountId: accountIds[0] };
    return (await bastion.call('GetAccess', asked))['Access'];
  }

  it.each<[string, ScopeOf, string, ScopeOf]>([
    ['a user', byUser, 'a host account', byHost],
    ['a user', byUser, 'a name in a host group', byHostGroup],
    ['a user group', byUserGroup, 'a host account', byHost],
    ['a user group', byUserGroup, 'a name in a host group', byHostGroup],
  ])(
    'is there for %s to %s, to no other account, for nobody else, and is explained',
    async (who, whom, what, which) => {
      const [parts, others] = [await newParts(), await newParts()];
      const RuleId = await newRule({ ...whom(parts), ...which(parts) });
      await expect(permit(parts)).resolves.toMatchObject({ hostAccountId: parts.accountIds[0], grantedBy: 'Rule' });
      await expect(permit(parts, 'deploy')).resolves.toBeUndefined();
      await expect(permit({ ...parts, userId: others.userId })).resolves.toBeUndefined();
      await expect(permit({ ...parts, hostId: others.hostId })).resolves.toBeUndefined();
      const groups = {
        ...(who === 'a user' ? {} : { UserGroupId: parts.userGroupId }),
        ...(what === 'a host account' ? {} : { HostGroupId: parts.hostGroupId }),
      };
      await expect(explained(parts)).resolves.toEqual({
        IsAuthorized: true,
        Grants: [{ Source: 'Rule', RuleId, ...groups }],
        Missing: [],
      });
    },
  );

  it('is not there for a host, or a host group, without accounts', async () => {
    const parts = await newParts();
    const Hosts = [{ HostId: parts.hostId }];
    await newRule({ ...byUser(parts), Hosts, HostGroups: [{ HostGroupId: parts.hostGroupId }] });
    await expect(permit(parts)).resolves.toBeUndefined();
  });

  it.each<[string, (RuleId: string, parts: RuleParts) => Promise<unknown>]>([
    ['is disabled', (RuleId) => bastion.call('DisableRule', { RuleId })],
    ['is deleted', (RuleId) => bastion.call('DeleteRule', { RuleId })],
    ['loses its users', (RuleId) => bastion.call('ModifyRule', { RuleId, UserIds: [] })],
    ['loses its hosts', (RuleId) => bastion.call('ModifyRule', { RuleId, Hosts: [] })],
    ['loses an account', (RuleId, parts) => bastion.call('ModifyRule', { RuleId, Hosts: [{ HostId: parts.hostId }] })],
    ['is given a window that is over', (RuleId) => bastion.call('ModifyRule', { RuleId, EffectiveEndTime: 1 })],
  ])('ends when the rule %s', async (_, change) => {
    const parts = await newParts();
    const RuleId = await newRule({ ...byUser(parts), ...byHost(parts) });
    await expect(permit(parts)).resolves.toBeDefined();
    await change(RuleId, parts);
    await expect(permit(parts)).resolves.toBeUndefined();
  });

  it('is there within the window alone, and again when the rule is enabled again', async () => {
    const parts = await newParts();
    const window = { EffectiveStartTime: inSeconds(600), EffectiveEndTime: inSeconds(1200) };
    const RuleId = await newRule({ ...byUser(parts), ...byHost(parts), ...window });
    const grant = { Source: 'Rule', RuleId, EffectiveEndTime: window.EffectiveEndTime };
    const missing = async (...Missing: string[]) => {
      await expect(permit(parts)).resolves.toBeUndefined();
      await expect(explained(parts)).resolves.toEqual({ IsAuthorized: false, Grants: [grant], Missing });
    };
    await missing('RuleNotEffective');
    bastion.app.clock.advance(601_000);
    await expect(permit(parts)).resolves.toBeDefined();
    await expect(explained(parts)).resolves.toMatchObject({ EffectiveEndTime: window.EffectiveEndTime, Missing: [] });
    await bastion.call('DisableRule', { RuleId });
    await missing('RuleDisabled');
    await bastion.call('EnableRule', { RuleId });
    await expect(permit(parts)).resolves.toBeDefined();
    bastion.app.clock.advance(600_000);
    await missing('RuleExpired');
  });

  it('ends with the earliest of what must hold, of the grant that lasts longest', async () => {
    const parts = await newParts();
    const until = async () => (await explained(parts))['EffectiveEndTime'] as number | undefined;
    const rule = (EffectiveEndTime: number) => newRule({ ...byUser(parts), ...byHost(parts), EffectiveEndTime });
    const [ruleEnd, userEnd] = [inSeconds(600), inSeconds(900)];
    await bastion.app.database.dataSource.query('update bastion_users set effective_until = $1 where id = $2', [
      new Date(userEnd * 1000),
      parts.userId,
    ]);
    await rule(inSeconds(300));
    const later = await rule(ruleEnd);
    await expect(until()).resolves.toBe(ruleEnd);
    await newRule({ ...byUserGroup(parts), ...byHostGroup(parts), EffectiveEndTime: inSeconds(3600) });
    await expect(until()).resolves.toBe(userEnd);
    await bastion.call('DeleteRule', { RuleId: later });
    await bastion.attach(parts.userId, parts.hostId, [parts.accountIds[0]]);
    await expect(until()).resolves.toBe(userEnd);
    await expect(permit(parts)).resolves.toMatchObject({ grantedBy: 'Direct' });
  });

  it('explains every grant, and misses no rule where another grant holds', async () => {
    const parts = await newParts();
    const scope = { ...byUser(parts), ...byHost(parts) };
    const [disabled, expired] = [await newRule(scope), await newRule({ ...scope, EffectiveEndTime: 1 })];
    await bastion.call('DisableRule', { RuleId: disabled });
    await expect(explained(parts)).resolves.toMatchObject({
      IsAuthorized: false,
      Grants: [{ RuleId: disabled }, { RuleId: expired, EffectiveEndTime: 1 }],
      Missing: ['RuleDisabled', 'RuleExpired'],
    });
    await bastion.attach(parts.userId, parts.hostId, [parts.accountIds[0]]);
    await expect(explained(parts)).resolves.toMatchObject({
      IsAuthorized: true,
      Grants: [{ Source: 'Direct' }, { Source: 'Rule' }, { Source: 'Rule' }],
      Missing: [],
    });
  });

  it('is not shown among what is attached to a user, which Terraform compares', async () => {
    const parts = await newParts();
    await newRule({ ...byUser(parts), ...byHost(parts), ...byHostGroup(parts) });
    const { userId: UserId, hostId: HostId, hostGroupId: HostGroupId } = parts;
    const { HostAccounts } = await bastion.call('ListHostAccountsForUser', { UserId, HostId });
    expect(HostAccounts.map(({ IsAuthorized }: Members) => IsAuthorized)).toEqual([false, false]);
    await expect(bastion.call('ListHostsForUser', { UserId })).resolves.toMatchObject({ Hosts: [], TotalCount: 0 });
    const names = bastion.call('ListHostGroupAccountNamesForUser', { UserId, HostGroupId });
    await expect(names).resolves.toMatchObject({ HostAccountNames: [] });
  });
});
