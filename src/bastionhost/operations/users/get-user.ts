import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UsersService } from '../../users/users.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { UserItem, userItem } from '../shapes/user.ts';

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
})
export class GetUser implements BastionHandler<GetUserRequest, GetUserResponse> {
  constructor(private readonly users: UsersService) {}

  async handle(bastion: Bastion, request: GetUserRequest): Promise<GetUserResponse> {
    const user = await this.users.get(bastion, request.UserId);
    return { User: userItem(user, this.users.stateOf(bastion, user)) };
  }
}
