import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeRefusals } from '../rule-specs.ts';

describe('EnableRule', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('enables a rule, once or again', async () => {
    const RuleId = await bastion.rule('rule');
    await bastion.call('DisableRule', { RuleId });
    for (let times = 0; times < 2; times += 1) {
      await bastion.call('EnableRule', { RuleId });
      const { Rules } = await bastion.call('ListRules');
      expect(Rules).toMatchObject([{ RuleState: 'Enabled' }]);
    }
  });

  describeRefusals('EnableRule', () => bastion);
});
