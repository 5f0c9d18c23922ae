import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { Rule } from '../../rules/rule.entity.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { secondsOf } from '../shapes/seconds.ts';

type RuleState = 'Enabled' | 'Disabled';

export class ListRulesRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 128) RuleName?: string;
  @Optional() @OneOf('Enabled', 'Disabled') RuleState?: RuleState;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class RuleItem {
  @Member() Comment: string;
  /** Seconds since 1970. */
  @Member() EffectiveEndTime?: number;
  @Member() EffectiveStartTime?: number;
  @Member() RuleId: string;
  @Member() RuleName: string;
  @Member() RuleState: string;
}

export class ListRulesResponse {
  @Member([RuleItem]) Rules: RuleItem[];
  @Member() TotalCount: number;
}

@BastionhostAction({ request: ListRulesRequest, response: ListRulesResponse, route: 'GET /bastionhost/rules' })
export class ListRules implements BastionHandler<ListRulesRequest, ListRulesResponse> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, request: ListRulesRequest): Promise<ListRulesResponse> {
    const isEnabled = request.RuleState && request.RuleState === 'Enabled';
    const filter = { ruleName: request.RuleName, isEnabled };
    const { items, total } = await this.rules.list(bastion, filter, pageOf(request, 20));
    return { Rules: items.map(ruleItem), TotalCount: total };
  }
}

function ruleItem(rule: Rule): RuleItem {
  return {
    Comment: rule.comment,
    EffectiveEndTime: secondsOf(rule.effectiveUntil),
    EffectiveStartTime: secondsOf(rule.effectiveFrom),
    RuleId: rule.id,
    RuleName: rule.ruleName,
    RuleState: (rule.isEnabled ? 'Enabled' : 'Disabled') satisfies RuleState,
  };
}
