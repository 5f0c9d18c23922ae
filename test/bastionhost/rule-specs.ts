import { refusal, type Members } from '../support/api-clients.ts';
import { newAccount, type BastionAccount } from './bastion-account.ts';

/** Users, hosts and groups of each, for rules to name. */
export interface RuleParts {
  readonly userId: string;
  readonly userGroupId: string;
  readonly hostId: string;
  /** `root` and `deploy` on the host. */
  readonly accountIds: readonly [string, string];
  readonly hostGroupId: string;
}

export async function ruleParts(bastion: BastionAccount, name: string): Promise<RuleParts> {
  const hostId = await bastion.host({ HostName: name });
  return {
    userId: await bastion.user(name),
    userGroupId: await bastion.userGroup(name),
    hostId,
    accountIds: [await bastion.account(hostId, 'root'), await bastion.account(hostId, 'deploy')],
    hostGroupId: await bastion.hostGroup(name),
  };
}

/** The parameters that give the user and the members of the group access to `root`, by the host and by its group. */
export function scopeOf({ userId, userGroupId, hostId, accountIds, hostGroupId }: RuleParts): Members {
  return {
    UserIds: [userId],
    UserGroupIds: [userGroupId],
    Hosts: [{ HostId: hostId, HostAccountIds: [accountIds[0]] }],
    HostGroups: [{ HostGroupId: hostGroupId, HostAccountNames: ['root'] }],
  };
}

/** The rule as GetRule answers with it. */
export async function ruleOf(bastion: BastionAccount, RuleId: string): Promise<Members> {
  return (await bastion.call('GetRule', { RuleId }))['Rule'];
}

/** What an operation on one rule refuses whatever the rule. */
export function describeRefusals(action: string, bastion: () => BastionAccount, more: Members = {}): void {
  it.each([
    ['an unknown rule, with OBJECT_NOT_FOUND for Terraform', '999999', 'RuleNotFound', 404],
    ['no rule', undefined, 'MissingRuleId', 400],
    ['a name for an id', 'night-shift', 'InvalidParameter', 400],
  ])('refuses %s', async (_, RuleId, code, status) => {
    const error: Members = await bastion()
      .call(action, { RuleId, ...more })
      .catch((reason) => reason);
    expect(error['code']).toBe(code);
    if (status === 404) expect(error['data']).toMatchObject({ ErrorCode: 'OBJECT_NOT_FOUND' });
  });

  it("refuses a project, and another account's rule", async () => {
    const theirs = await (await newAccount()).rule('theirs');
    const answer = bastion().call(action, { RuleId: theirs, ...more });
    await expect(refusal(answer)).resolves.toMatchObject({ code: 'RuleNotFound', status: 404 });
    const inProject = bastion().call(action, { RuleId: '1', ProjectId: '1', ...more });
    await expect(refusal(inProject)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
  });
}

const ids = (count: number, from = 1) => Array.from({ length: count }, (_, n) => String(n + from));

/** What CreateRule and ModifyRule refuse alike. */
export function describeScopeRefusals(send: (parameters: Members) => Promise<unknown>): void {
  it.each<[string, Members]>([
    ['a name that begins with a special character', { RuleName: '-night' }],
    ['a name with an escape', { RuleName: 'night\u001b[31m' }],
    ['a name of 129 characters', { RuleName: 'n'.repeat(129) }],
    ['a comment of 501 characters', { Comment: 'c'.repeat(501) }],
    ['a window that ends before it begins', { EffectiveStartTime: 2_000_000_000, EffectiveEndTime: 1_999_999_999 }],
    ['a window that ends as it begins', { EffectiveStartTime: 2_000_000_000, EffectiveEndTime: 2_000_000_000 }],
    ['a time after the year 9999', { EffectiveEndTime: 253_402_300_800 }],
    ['a time that is no number', { EffectiveEndTime: '2030-01-01T00:00:00Z' }],
    ['a negative time', { EffectiveStartTime: '-1' }],
    ['a name for a user id', { UserIds: ['alice'] }],
    ['users that are no list', { UserIds: '12' }],
    ['501 users', { UserIds: ids(501) }],
    ['101 user groups', { UserGroupIds: ids(101) }],
    ['501 hosts', { Hosts: ids(501).map((HostId) => ({ HostId })) }],
    ['101 host groups', { HostGroups: ids(101).map((HostGroupId) => ({ HostGroupId })) }],
    ['11 accounts on a host', { Hosts: [{ HostId: '1', HostAccountIds: ids(11) }] }],
    ['a host without its id', { Hosts: [{ HostAccountIds: ['1'] }] }],
    ['a host that is not an object', { Hosts: ['1'] }],
    ['an unknown member of a host', { Hosts: [{ HostId: '1', Admin: true }] }],
    ['an account name with an escape', { HostGroups: [{ HostGroupId: '1', HostAccountNames: ['ro\u0007ot'] }] }],
    ['databases', { Databases: [{ DatabaseId: '1', DatabaseAccountIds: ['1'] }] }],
    ['a list whose numbers have a gap in their names', { 'UserIds.one': '1' }],
  ])('refuses parameters: %s', async (_, parameters) => {
    await expect(refusal(send(parameters))).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it.each<[string, (parts: RuleParts) => Members, string]>([
    ['user', ({ userId }) => ({ UserIds: [userId] }), 'UserNotFound'],
    ['user group', ({ userGroupId }) => ({ UserGroupIds: [userGroupId] }), 'UserGroupNotFound'],
    ['host', ({ hostId }) => ({ Hosts: [{ HostId: hostId }] }), 'HostNotFound'],
    ['host group', ({ hostGroupId }) => ({ HostGroups: [{ HostGroupId: hostGroupId }] }), 'HostGroupNotFound'],
  ])('refuses an unknown %s, and one of another account', async (_, named, code) => {
    const theirs = await ruleParts(await newAccount(), 'theirs');
    const [userId, userGroupId, hostId, hostGroupId] = ids(4, 999_990) as [string, string, string, string];
    for (const parts of [theirs, { ...theirs, userId, userGroupId, hostId, hostGroupId }]) {
      await expect(refusal(send(named(parts)))).resolves.toMatchObject({ code });
    }
  });
}
