import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('ListRules', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  async function names(parameters: Members = {}): Promise<[string[], number]> {
    const { Rules, TotalCount } = await bastion.call('ListRules', parameters);
    return [Rules.map(({ RuleName }: Members) => RuleName), TotalCount];
  }

  it('answers with an empty list where there are none', async () => {
    await expect(bastion.call('ListRules')).resolves.toMatchObject({ Rules: [], TotalCount: 0 });
  });

  it('answers with every rule in order of creation, with times that are numbers', async () => {
    const window = { EffectiveStartTime: 1_700_000_000, EffectiveEndTime: 4_000_000_000 };
    const first = await bastion.rule('b', { Comment: 'first', ...window });
    const second = await bastion.rule('a');
    await bastion.rule('c');
    await bastion.call('DisableRule', { RuleId: second });
    const { Rules, TotalCount } = await bastion.call('ListRules');
    expect(TotalCount).toBe(3);
    expect(Rules.slice(0, 2)).toEqual([
      { RuleId: first, RuleName: 'b', Comment: 'first', RuleState: 'Enabled', ...window },
      { RuleId: second, RuleName: 'a', Comment: '', RuleState: 'Disabled' },
    ]);
  });

  it.each<[string, Members, string[], number]>([
    ['a name', { RuleName: 'a' }, ['a'], 1],
    ['a name that no rule has', { RuleName: 'A' }, [], 0],
    ['the state Enabled', { RuleState: 'Enabled' }, ['b', 'c'], 2],
    ['the state Disabled', { RuleState: 'Disabled' }, ['a'], 1],
    ['both', { RuleName: 'b', RuleState: 'Disabled' }, [], 0],
    ['pages', { PageNumber: 2, PageSize: 1 }, ['a'], 3],
    ['a page size of 0', { PageSize: 0 }, ['b', 'a', 'c'], 3],
    ['a page past the end', { PageNumber: 9 }, [], 3],
  ])('answers by %s', async (_, filter, expected, total) => {
    await expect(names(filter)).resolves.toEqual([expected, total]);
  });

  it.each([
    ['an unknown state', { RuleState: 'Expired' }, 'InvalidParameter'],
    ['a page size of 101', { PageSize: 101 }, 'InvalidParameter'],
    ['a page number of 0', { PageNumber: 0 }, 'InvalidParameter'],
    ['a project', { ProjectId: '1' }, 'InvalidParameter'],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, parameters, code) => {
    await expect(refusal(names(parameters))).resolves.toMatchObject({ code, status: 400 });
  });
});
