import type { Bastion } from '../../instances/bastion.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DisableRuleRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() RuleId: string;
}

@BastionhostAction({
  request: DisableRuleRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/rules:disable',
})
export class DisableRule implements BastionHandler<DisableRuleRequest, NoAnswer> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, { RuleId }: DisableRuleRequest): Promise<NoAnswer> {
    await this.rules.setEnabled(bastion, RuleId, false);
    return {};
  }
}
