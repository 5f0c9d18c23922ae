import { omitUndefined } from '../../../common/omit-undefined.ts';
import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { RuleInput, RuleName, scopeOf } from '../shapes/rule-input.ts';
import { momentOf } from '../shapes/seconds.ts';

export class CreateRuleRequest extends RuleInput {
  @RuleName() RuleName: string;
}

export class CreateRuleResponse {
  @Member() RuleId: string;
}

const nothing = { userIds: [], userGroupIds: [], hosts: [], hostGroups: [] };

@BastionhostAction({
  request: CreateRuleRequest,
  response: CreateRuleResponse,
  route: 'POST /bastionhost/rules',
  partial: 'databases are refused',
})
export class CreateRule implements BastionHandler<CreateRuleRequest, CreateRuleResponse> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, request: CreateRuleRequest): Promise<CreateRuleResponse> {
    const draft = {
      ruleName: request.RuleName,
      comment: request.Comment ?? '',
      effectiveFrom: momentOf(request.EffectiveStartTime),
      effectiveUntil: momentOf(request.EffectiveEndTime),
      scope: { ...nothing, ...omitUndefined(scopeOf(request)) },
    };
    return { RuleId: await this.rules.create(bastion, draft) };
  }
}
