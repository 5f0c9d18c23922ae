import type { Caller } from '../../../common/caller.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UsersService } from '../../users/users.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
}

@BastionhostAction({
  request: DeleteUserRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/users/{UserId}',
})
export class DeleteUser implements BastionHandler<DeleteUserRequest, NoAnswer> {
  constructor(private readonly users: UsersService) {}

  async handle(bastion: Bastion, request: DeleteUserRequest, caller: Caller): Promise<NoAnswer> {
    await this.users.delete(caller, bastion, request.UserId);
    return {};
  }
}
