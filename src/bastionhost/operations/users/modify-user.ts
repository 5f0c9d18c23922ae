import type { Bastion } from '../../instances/bastion.ts';
import { UserChanges } from '../../users/user-changes.ts';
import { MethodSupport } from '../../second-factors/method-support.ts';
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
  partial: 'TwoFactorMethods takes totp and, with a mail server, email; no logon has a language yet',
})
export class ModifyUser implements BastionHandler<ModifyUserRequest, NoAnswer> {
  constructor(
    private readonly changes: UserChanges,
    private readonly methods: MethodSupport,
  ) {}

  async handle(bastion: Bastion, request: ModifyUserRequest): Promise<NoAnswer> {
    this.methods.require(request.TwoFactorMethods);
    await this.changes.modify(bastion, request.UserId, settingsOf(request), request.Password);
    return {};
  }
}
