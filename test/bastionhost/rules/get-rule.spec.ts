import { newAccount, type BastionAccount } from '../bastion-account.ts';
import { describeRefusals, ruleOf, ruleParts, scopeOf } from '../rule-specs.ts';

describe('GetRule', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('answers by an id that is text or a number, with times that are texts', async () => {
    const RuleId = await bastion.rule('window', { EffectiveStartTime: 1_700_000_000 });
    const rule = await ruleOf(bastion, RuleId);
    expect(rule).toMatchObject({ RuleId, EffectiveStartTime: '1700000000' });
    await expect(ruleOf(bastion, Number(RuleId) as unknown as string)).resolves.toEqual(rule);
  });

  it('answers with what is left where users, accounts, hosts and groups were deleted', async () => {
    const parts = await ruleParts(bastion, 'parts');
    const RuleId = await bastion.rule('parts', scopeOf(parts));
    await bastion.call('DeleteHostAccount', { HostAccountId: parts.accountIds[0] });
    await bastion.call('DeleteUser', { UserId: parts.userId });
    await bastion.call('DeleteUserGroup', { UserGroupId: parts.userGroupId });
    await bastion.call('DeleteHostGroup', { HostGroupId: parts.hostGroupId });
    const left = { Hosts: [{ HostId: parts.hostId, HostAccounts: [] }], Users: [], UserGroups: [], HostGroups: [] };
    await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject(left);
    await bastion.call('DeleteHost', { HostId: parts.hostId });
    await expect(ruleOf(bastion, RuleId)).resolves.toMatchObject({ Hosts: [] });
  });

  describeRefusals('GetRule', () => bastion);
});
