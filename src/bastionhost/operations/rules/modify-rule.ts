import { Optional } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';
import { RuleInput, RuleName, scopeOf } from '../shapes/rule-input.ts';
import { changedMoment } from '../shapes/seconds.ts';

export class ModifyRuleRequest extends RuleInput {
  @ObjectId() RuleId: string;
  @Optional() @RuleName() RuleName?: string;
}

// An empty list empties; a parameter that is absent changes nothing.
@BastionhostAction({
  request: ModifyRuleRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/rules/{RuleId}',
  partial: 'databases are refused',
})
export class ModifyRule implements BastionHandler<ModifyRuleRequest, NoAnswer> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, request: ModifyRuleRequest): Promise<NoAnswer> {
    const { RuleId, RuleName, Comment, EffectiveStartTime, EffectiveEndTime } = request;
    await this.rules.modify(bastion, RuleId, {
      ruleName: RuleName,
      comment: Comment,
      effectiveFrom: changedMoment(EffectiveStartTime),
      effectiveUntil: changedMoment(EffectiveEndTime),
      scope: scopeOf(request),
    });
    return {};
  }
}
