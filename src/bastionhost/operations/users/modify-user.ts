import type { Bastion } from '../../instances/bastion.ts';
import { UserChanges } from '../../users/user-changes.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';
import { settingsOf, UserInput } from '../shapes/user-input.ts';

export class ModifyUserRequest extends UserInput {
  @ObjectId() UserId: string;
}

@BastionhostAction({
  request: ModifyUserRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/users/{UserId}',
  partial: 'no logon asks for a second factor or has a language yet',
})
export class ModifyUser implements BastionHandler<ModifyUserRequest, NoAnswer> {
  constructor(private readonly changes: UserChanges) {}

  async handle(bastion: Bastion, request: ModifyUserRequest): Promise<NoAnswer> {
    await this.changes.modify(bastion, request.UserId, settingsOf(request), request.Password);
    return {};
  }
}
