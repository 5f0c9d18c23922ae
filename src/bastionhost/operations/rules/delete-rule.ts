import type { Caller } from '../../../common/caller.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { Rules } from '../../rules/rules.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteRuleRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() RuleId: string;
}

@BastionhostAction({
  request: DeleteRuleRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/rules/{RuleId}',
})
export class DeleteRule implements BastionHandler<DeleteRuleRequest, NoAnswer> {
  constructor(private readonly rules: Rules) {}

  async handle(bastion: Bastion, { RuleId }: DeleteRuleRequest, caller: Caller): Promise<NoAnswer> {
    await this.rules.delete(caller, bastion, RuleId);
    return {};
  }
}
