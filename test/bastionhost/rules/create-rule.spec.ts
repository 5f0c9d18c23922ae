import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeScopeRefusals, ruleOf, ruleParts, scopeOf } from '../rule-specs.ts';

describe('CreateRule', () => {
  let bastion: BastionAccount;
  let count = 0;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const newParts = () => ruleParts(bastion, `part-${(count += 1)}`);

  it('answers with the id of a new rule, which is enabled and has what was given', async () => {
    const parts = await newParts();
    const window = { EffectiveStartTime: 1_700_000_000, EffectiveEndTime: 4_000_000_000 };
    const RuleId = await bastion.rule('night shift', { ...scopeOf(parts), ...window, Comment: 'on call\nat night' });
    await expect(ruleOf(bastion, RuleId)).resolves.toEqual({
      RuleId,
      RuleName: 'night shift',
      Comment: 'on call\nat night',
      EffectiveStartTime: '1700000000',
      EffectiveEndTime: '4000000000',
      Users: [{ UserId: parts.userId }],
      UserGroups: [{ UserGroupId: parts.userGroupId }],
      Hosts: [
        { HostId: parts.hostId, HostAccounts: [{ HostAccountId: parts.accountIds[0], HostAccountName: 'root' }] },
      ],
      HostGroups: [{ HostGroupId: parts.hostGroupId, HostAccountNames: ['root'] }],
      Databases: [],
    });
    const { Rules } = await bastion.call('ListRules', { RuleName: 'night shift' });
    expect(Rules).toMatchObject([{ RuleId, RuleState: 'Enabled' }]);
  });

  it.each<[string, (parameters: Members) => Members]>([
    ['one member an item, as SDKs send them', flattened],
    ['JSON in one parameter, as the CLI sends it', (parameters) => parameters],
    [
      'JSON with ids that are numbers',
      (parameters) => JSON.parse(JSON.stringify(parameters).replaceAll(/"(\d+)"/g, '$1')),
    ],
    ['JSON in JSON', nestedTexts],
  ])('reads lists in every encoding: %s', async (_, encode) => {
    const parts = await newParts();
    const RuleId = await bastion.rule(`encoded ${count}`, encode(scopeOf(parts)));
    await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject({
      Users: [{ UserId: parts.userId }],
      UserGroups: [{ UserGroupId: parts.userGroupId }],
      Hosts: [{ HostId: parts.hostId, HostAccounts: [{ HostAccountId: parts.accountIds[0] }] }],
      HostGroups: [{ HostGroupId: parts.hostGroupId, HostAccountNames: ['root'] }],
    });
  });

  it('takes a name alone, and what is named twice once', async () => {
    const empty = { Users: [], UserGroups: [], Hosts: [], HostGroups: [], Databases: [] };
    const bare = await ruleOf(bastion, await bastion.rule("L'équipe 運維 1.0_a-b"));
    expect(bare).toEqual({ RuleId: bare['RuleId'], RuleName: "L'équipe 運維 1.0_a-b", Comment: '', ...empty });
    const { userId, hostId, accountIds } = await newParts();
    const Hosts = [{ HostId: hostId }, ...accountIds.map((id) => ({ HostId: hostId, HostAccountIds: [id, id] }))];
    const twice = await ruleOf(bastion, await bastion.rule('twice', { UserIds: [userId, userId], Hosts }));
    expect(twice['Users']).toHaveLength(1);
    expect(twice['Hosts']).toMatchObject([{ HostAccounts: accountIds.map((HostAccountId) => ({ HostAccountId })) }]);
  });

  it('takes 500 hosts and 100 groups of each kind in one call', async () => {
    const { userId, userGroupId, hostId, accountIds, hostGroupId } = await newParts();
    const many = <T>(length: number, item: T) => Array.from({ length }, () => item);
    const RuleId = await bastion.rule('many', {
      UserIds: many(500, userId),
      UserGroupIds: many(100, userGroupId),
      Hosts: many(500, { HostId: hostId, HostAccountIds: accountIds }),
      HostGroups: many(100, { HostGroupId: hostGroupId, HostAccountNames: ['root', 'deploy'] }),
    });
    await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject({
      Users: [{ UserId: userId }],
      UserGroups: [{ UserGroupId: userGroupId }],
      Hosts: [{ HostId: hostId, HostAccounts: accountIds.map((HostAccountId) => ({ HostAccountId })) }],
      HostGroups: [{ HostGroupId: hostGroupId, HostAccountNames: ['deploy', 'root'] }],
    });
  });

  it('makes one rule of two calls with a name at the same time, and refuses a name that the instance has', async () => {
    const both = await Promise.allSettled([1, 2].map(() => bastion.rule('one name')));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(refusal(bastion.rule('one name'))).resolves.toMatchObject({ code: 'RuleAlreadyExists', status: 400 });
  });

  it('refuses an account that is not on the host, or that there is not, and makes no rule', async () => {
    const [one, other] = [await newParts(), await newParts()];
    for (const id of [other.accountIds[0], '999999']) {
      const Hosts = [{ HostId: one.hostId, HostAccountIds: [one.accountIds[0], id] }];
      const answer = bastion.rule('never', { Hosts });
      await expect(refusal(answer)).resolves.toMatchObject({ code: 'HostAccountNotFound', status: 404 });
    }
    await expect(bastion.call('ListRules', { RuleName: 'never' })).resolves.toMatchObject({ TotalCount: 0 });
  });

  it.each([
    ['no name', { RuleName: undefined }, 'MissingRuleName'],
    ['a project', { ProjectId: '1' }, 'InvalidParameter'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, parameters, code) => {
    await expect(refusal(bastion.rule('refused', parameters))).resolves.toMatchObject({ code, status: 400 });
  });

  describeScopeRefusals((parameters) => bastion.rule('refused', parameters));
});

/** `UserIds.1`, `Hosts.1.HostAccountIds.1` and so on. */
function flattened(parameters: Members): Members {
  const entries = Object.entries(parameters).flatMap(([name, value]): [string, unknown][] =>
    typeof value !== 'object'
      ? [[name, value]]
      : Object.entries(flattened(numbered(value))).map(([rest, leaf]) => [`${name}.${rest}`, leaf]),
  );
  return Object.fromEntries(entries);
}

function numbered(value: Members): Members {
  return Array.isArray(value) ? Object.fromEntries(value.map((item, n) => [n + 1, item])) : value;
}

/** Lists within items are texts, as those of the direct grants are. */
function nestedTexts(parameters: Members): Members {
  const inner = (item: unknown) =>
    typeof item === 'string'
      ? item
      : Object.fromEntries(
          Object.entries(item as Members).map(([name, value]) => [
            name,
            Array.isArray(value) ? JSON.stringify(value) : value,
          ]),
        );
  return Object.fromEntries(Object.entries(parameters).map(([name, list]) => [name, (list as unknown[]).map(inner)]));
}
