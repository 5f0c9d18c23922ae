import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { userSources } from '../../users/user.entity.ts';
import { UsersService } from '../../users/users.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize, UserState } from '../bastionhost-fields.ts';
import { UserItem, userItem } from '../shapes/user.ts';

export class ListUsersRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 128) UserName?: string;
  @Optional() @Text(1, 128) DisplayName?: string;
  @Optional() @Text(1, 32) Mobile?: string;
  @Optional() @OneOf(...userSources) Source?: string;
  @Optional() @UserState() UserState?: string;
  @Optional() @Text(1, 512) SourceUserId?: string;
  @Optional() @ObjectId() UserGroupId?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListUsersResponse {
  @Member() TotalCount: number;
  @Member([UserItem]) Users: UserItem[];
}

@BastionhostAction({
  request: ListUsersRequest,
  response: ListUsersResponse,
  route: 'GET /bastionhost/users',
})
export class ListUsers implements BastionHandler<ListUsersRequest, ListUsersResponse> {
  constructor(private readonly users: UsersService) {}

  async handle(bastion: Bastion, request: ListUsersRequest): Promise<ListUsersResponse> {
    const filter = {
      userName: request.UserName,
      displayName: request.DisplayName,
      mobile: request.Mobile,
      source: request.Source,
      sourceUserId: request.SourceUserId,
      state: request.UserState,
      userGroupId: request.UserGroupId,
    };
    const { items, total } = await this.users.list(bastion, filter, pageOf(request, 20));
    return { TotalCount: total, Users: items.map((user) => userItem(user, this.users.stateOf(bastion, user))) };
  }
}
