import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { RuleContents } from '../../rules/rule-contents.ts';
import type { Rule } from '../../rules/rule.entity.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { secondsOf } from '../shapes/seconds.ts';

export class GetRuleRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() RuleId: string;
}

export class RuleDatabaseAccount {
  @Member() DatabaseAccountId: string;
}

export class RuleDatabase {
  @Member([RuleDatabaseAccount]) DatabaseAccounts: RuleDatabaseAccount[];
  @Member() DatabaseId: string;
}

export class RuleHostAccount {
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
}

export class RuleHost {
  @Member([RuleHostAccount]) HostAccounts: RuleHostAccount[];
  @Member() HostId: string;
}

export class RuleHostGroup {
  @Member([String]) HostAccountNames: string[];
  @Member() HostGroupId: string;
}

export class RuleUserGroupItem {
  @Member() UserGroupId: string;
}

export class RuleUserItem {
  @Member() UserId: string;
}

export class RuleDetails {
  @Member() Comment: string;
  /** Always empty: there are no databases. */
  @Member([RuleDatabase]) Databases: RuleDatabase[];
  /** Seconds since 1970. Texts here, and numbers in ListRules. */
  @Member() EffectiveEndTime?: string;
  @Member() EffectiveStartTime?: string;
  @Member([RuleHostGroup]) HostGroups: RuleHostGroup[];
  @Member([RuleHost]) Hosts: RuleHost[];
  @Member() RuleId: string;
  @Member() RuleName: string;
  @Member([RuleUserGroupItem]) UserGroups: RuleUserGroupItem[];
  @Member([RuleUserItem]) Users: RuleUserItem[];
}

export class GetRuleResponse {
  @Member() Rule: RuleDetails;
}

@BastionhostAction({
  request: GetRuleRequest,
  response: GetRuleResponse,
  route: 'GET /bastionhost/rules/{RuleId}',
})
export class GetRule implements BastionHandler<GetRuleRequest, GetRuleResponse> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, { RuleId }: GetRuleRequest): Promise<GetRuleResponse> {
    const rule = await this.rules.get(bastion, RuleId);
    const contents = await this.rules.contentsOf(rule);
    return { Rule: { ...ruleDetails(rule), ...contentsDetails(contents) } };
  }
}

function ruleDetails(rule: Rule) {
  return {
    Comment: rule.comment,
    EffectiveEndTime: secondsOf(rule.effectiveUntil)?.toString(),
    EffectiveStartTime: secondsOf(rule.effectiveFrom)?.toString(),
    RuleId: rule.id,
    RuleName: rule.ruleName,
  };
}

function contentsDetails({ hosts, hostGroups, userIds, userGroupIds }: RuleContents) {
  return {
    Databases: [],
    HostGroups: hostGroups.map(({ hostGroupId, accountNames }) => ({
      HostAccountNames: [...accountNames],
      HostGroupId: hostGroupId,
    })),
    Hosts: hosts.map(({ hostId, accounts }) => ({
      HostAccounts: accounts.map((each) => ({ HostAccountId: each.hostAccountId, HostAccountName: each.accountName })),
      HostId: hostId,
    })),
    UserGroups: userGroupIds.map((UserGroupId) => ({ UserGroupId })),
    Users: userIds.map((UserId) => ({ UserId })),
  };
}
