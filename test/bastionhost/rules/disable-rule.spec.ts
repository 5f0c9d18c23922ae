import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeRefusals } from '../rule-specs.ts';

describe('DisableRule', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('disables a rule, once or again', async () => {
    const RuleId = await bastion.rule('rule');
    for (let times = 0; times < 2; times += 1) {
      await bastion.call('DisableRule', { RuleId });
      const { Rules } = await bastion.call('ListRules');
      expect(Rules).toMatchObject([{ RuleState: 'Disabled' }]);
    }
  });

  describeRefusals('DisableRule', () => bastion);
});
