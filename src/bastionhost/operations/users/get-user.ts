import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { UsersService } from '../../users/users.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { UserItem, userItem, userOmits } from '../shapes/user.ts';

export class GetUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
}

export class GetUserResponse {
  @Member() User: UserItem;
}

@BastionhostAction({
  request: GetUserRequest,
  response: GetUserResponse,
  route: 'GET /bastionhost/users/{UserId}',
  omits: userOmits('User'),
})
export class GetUser implements ActionHandler<GetUserRequest, GetUserResponse> {
  constructor(private readonly users: UsersService) {}

  async handle(caller: Caller, request: GetUserRequest): Promise<GetUserResponse> {
    const user = await this.users.get(caller, request.InstanceId, request.UserId);
    return { User: userItem(user, this.users.stateOf(user)) };
  }
}
