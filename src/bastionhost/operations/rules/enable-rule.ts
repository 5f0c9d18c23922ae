import type { Bastion } from '../../instances/bastion.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class EnableRuleRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() RuleId: string;
}

@BastionhostAction({
  request: EnableRuleRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/rules:enable',
})
export class EnableRule implements BastionHandler<EnableRuleRequest, NoAnswer> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, { RuleId }: EnableRuleRequest): Promise<NoAnswer> {
    await this.rules.setEnabled(bastion, RuleId, true);
    return {};
  }
}
