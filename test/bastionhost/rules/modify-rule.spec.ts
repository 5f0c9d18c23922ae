import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeRefusals, describeScopeRefusals, ruleOf, ruleParts, scopeOf, type RuleParts } from '../rule-specs.ts';

describe('ModifyRule', () => {
  let bastion: BastionAccount;
  let parts: RuleParts;
  let count = 0;
  beforeAll(async () => {
    bastion = await newAccount();
    parts = await ruleParts(bastion, 'parts');
  });

  const window = { EffectiveStartTime: 1_700_000_000, EffectiveEndTime: 4_000_000_000 };

  function newRule(): Promise<string> {
    return bastion.rule(`rule ${(count += 1)}`, { ...scopeOf(parts), ...window, Comment: 'before' });
  }

  async function changed(RuleId: string, change: object) {
    const before = await ruleOf(bastion, RuleId);
    await bastion.call('ModifyRule', { RuleId, ...change });
    return { before, after: await ruleOf(bastion, RuleId) };
  }

  it.each<[string, () => object, () => object]>([
    ['the name', () => ({ RuleName: 'renamed' }), () => ({ RuleName: 'renamed' })],
    ['the comment', () => ({ Comment: 'after' }), () => ({ Comment: 'after' })],
    ['one end of the window', () => ({ EffectiveEndTime: 4_100_000_000 }), () => ({ EffectiveEndTime: '4100000000' })],
    ['the users, with none', () => ({ UserIds: [] }), () => ({ Users: [] })],
    ['the user groups, with none', () => ({ UserGroupIds: [] }), () => ({ UserGroups: [] })],
    [
      'the hosts, with their accounts',
      () => ({ Hosts: [{ HostId: parts.hostId, HostAccountIds: [parts.accountIds[1]] }] }),
      () => ({
        Hosts: [
          { HostId: parts.hostId, HostAccounts: [{ HostAccountId: parts.accountIds[1], HostAccountName: 'deploy' }] },
        ],
      }),
    ],
    [
      'the host groups, with their names',
      () => ({ HostGroups: [{ HostGroupId: parts.hostGroupId }] }),
      () => ({ HostGroups: [{ HostGroupId: parts.hostGroupId, HostAccountNames: [] }] }),
    ],
    ['nothing', () => ({}), () => ({})],
    [
      'nothing, for an empty text',
      () => ({ RuleName: '', Comment: '', UserIds: '', EffectiveEndTime: '' }),
      () => ({}),
    ],
  ])('replaces %s, and leaves the rest', async (_, change, difference) => {
    const { before, after } = await changed(await newRule(), change());
    expect(after).toEqual({ ...before, ...difference() });
  });

  it('takes both ends of the window away with 0', async () => {
    const { after } = await changed(await newRule(), { EffectiveStartTime: 0, EffectiveEndTime: 0 });
    expect(after).not.toHaveProperty('EffectiveStartTime');
    expect(after).not.toHaveProperty('EffectiveEndTime');
  });

  it('leaves a rule disabled', async () => {
    const RuleId = await newRule();
    await bastion.call('DisableRule', { RuleId });
    await bastion.call('ModifyRule', { RuleId, Comment: 'still off' });
    const { Rules } = await bastion.call('ListRules', { RuleState: 'Disabled' });
    expect(Rules).toMatchObject([{ RuleId, Comment: 'still off' }]);
  });

  it('loses nothing when administrators change different parts at the same time', async () => {
    const RuleId = await newRule();
    const other = await ruleParts(bastion, `others-${count}`);
    const changes = [
      { UserIds: [other.userId] },
      { UserGroupIds: [other.userGroupId] },
      { Hosts: [{ HostId: other.hostId }] },
      { HostGroups: [{ HostGroupId: other.hostGroupId }] },
      { Comment: 'by five' },
    ];
    await Promise.all(changes.map((change) => bastion.call('ModifyRule', { RuleId, ...change })));
    await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject({
      Users: [{ UserId: other.userId }],
      UserGroups: [{ UserGroupId: other.userGroupId }],
      Hosts: [{ HostId: other.hostId, HostAccounts: [] }],
      HostGroups: [{ HostGroupId: other.hostGroupId, HostAccountNames: [] }],
      Comment: 'by five',
    });
  });

  it('has one of two lists as a whole when both are sent at the same time', async () => {
    const RuleId = await newRule();
    const users = await Promise.all(['a', 'b', 'c', 'd'].map((name) => bastion.user(`${name}-${count}`)));
    const lists = [users.slice(0, 3), users.slice(1).toReversed()];
    await Promise.all(lists.map((UserIds) => bastion.call('ModifyRule', { RuleId, UserIds })));
    const { Users } = await ruleOf(bastion, RuleId);
    const found = Users.map(({ UserId }: { UserId: string }) => UserId).join();
    expect(lists.map((list) => list.toSorted((one, two) => Number(one) - Number(two)).join())).toContain(found);
  });

  it('answers, or refuses what is gone, while what it names and named is deleted', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [before, after] = [await ruleParts(bastion, `old-${round}`), await ruleParts(bastion, `new-${round}`)];
      const RuleId = await bastion.rule(`raced ${round}`, scopeOf(before));
      const changes = [scopeOf(after), scopeOf(before)].map((scope) =>
        bastion.call('ModifyRule', { RuleId, ...scope }),
      );
      const deletions = [before, after].flatMap(({ userId, userGroupId, hostId, hostGroupId }) => [
        bastion.call('DeleteHost', { HostId: hostId }),
        bastion.call('DeleteUser', { UserId: userId }),
        bastion.call('DeleteHostGroup', { HostGroupId: hostGroupId }),
        bastion.call('DeleteUserGroup', { UserGroupId: userGroupId }),
      ]);
      const codes = await Promise.all(changes.map(codeOf));
      await Promise.all(deletions);
      const allowed = expect.stringMatching(/^OK$|^(User|UserGroup|Host|HostAccount|HostGroup)NotFound$/);
      expect(codes).toEqual([allowed, allowed]);
      const left = { Users: [], UserGroups: [], Hosts: [], HostGroups: [] };
      await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject(left);
    }
  });

  it('refuses a window that ends before what it began with, and a name that another rule has', async () => {
    const [RuleId, other] = [await newRule(), await newRule()];
    const answers = [
      [bastion.call('ModifyRule', { RuleId, EffectiveEndTime: 1_699_999_999 }), 'InvalidParameter'],
      [bastion.call('ModifyRule', { RuleId: other, RuleName: `rule ${count - 1}` }), 'RuleAlreadyExists'],
    ] as const;
    for (const [answer, code] of answers) await expect(refusal(answer)).resolves.toMatchObject({ code, status: 400 });
    await bastion.call('ModifyRule', { RuleId, RuleName: `rule ${count - 1}` });
  });

  it('changes nothing where it refuses', async () => {
    const RuleId = await newRule();
    const before = await ruleOf(bastion, RuleId);
    const change = { Comment: 'after', UserIds: [], Hosts: [{ HostId: parts.hostId, HostAccountIds: ['999999'] }] };
    const answer = bastion.call('ModifyRule', { RuleId, ...change });
    await expect(refusal(answer)).resolves.toMatchObject({ code: 'HostAccountNotFound' });
    await expect(ruleOf(bastion, RuleId)).resolves.toEqual(before);
  });

  describeRefusals('ModifyRule', () => bastion, { Comment: 'new' });
  describeScopeRefusals(async (parameters) => bastion.call('ModifyRule', { RuleId: await newRule(), ...parameters }));
});

function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'OK',
    (error: Members) => error['code'] as string,
  );
}
