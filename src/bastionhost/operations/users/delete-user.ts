import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { UsersService } from '../../users/users.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
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
export class DeleteUser implements ActionHandler<DeleteUserRequest, NoAnswer> {
  constructor(private readonly users: UsersService) {}

  async handle(caller: Caller, request: DeleteUserRequest): Promise<NoAnswer> {
    await this.users.delete(caller, request.InstanceId, request.UserId);
    return {};
  }
}
