import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeRefusals, ruleOf, ruleParts, scopeOf } from '../rule-specs.ts';

describe('DeleteRule', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('deletes the rule and leaves what it names; the name is free again', async () => {
    const parts = await ruleParts(bastion, 'parts');
    const RuleId = await bastion.rule('rule', scopeOf(parts));
    await bastion.call('DeleteRule', { RuleId });
    await expect(refusal(ruleOf(bastion, RuleId))).resolves.toMatchObject({ code: 'RuleNotFound', status: 404 });
    await expect(bastion.call('GetUser', { UserId: parts.userId })).resolves.toBeDefined();
    await expect(bastion.call('GetHost', { HostId: parts.hostId })).resolves.toBeDefined();
    await expect(bastion.rule('rule', scopeOf(parts))).resolves.not.toBe(RuleId);
  });

  describeRefusals('DeleteRule', () => bastion);
});
