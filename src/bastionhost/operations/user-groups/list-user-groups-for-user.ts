import { Flag, Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UsersService } from '../../users/users.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { UserGroupItem, userGroupItem } from '../shapes/user-group.ts';

export class ListUserGroupsForUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  /** A part of a group's name, in upper or lower case. */
  @Optional() @Text(1, 128) Keyword?: string;
  @PageNumber() PageNumber: number;
  @PageSize() PageSize: number;
  /** Whether all groups are wanted, whatever the page. */
  @Optional() @Flag() PagingOff?: boolean;
}

export class ListUserGroupsForUserResponse {
  @Member() Count: number;
  @Member([UserGroupItem]) UserGroups: UserGroupItem[];
}

const withoutProjects = 'there are no projects';

@BastionhostAction({
  request: ListUserGroupsForUserRequest,
  response: ListUserGroupsForUserResponse,
  route: 'GET /bastionhost/users/{UserId}/user-groups',
  omits: { 'UserGroups[].ProjectId': withoutProjects, 'UserGroups[].ProjectName': withoutProjects },
})
export class ListUserGroupsForUser implements BastionHandler<
  ListUserGroupsForUserRequest,
  ListUserGroupsForUserResponse
> {
  constructor(
    private readonly users: UsersService,
    private readonly groups: UserGroups,
  ) {}

  async handle(bastion: Bastion, request: ListUserGroupsForUserRequest): Promise<ListUserGroupsForUserResponse> {
    const { id } = await this.users.get(bastion, request.UserId);
    const page = request.PagingOff ? { number: 1, size: Number.MAX_SAFE_INTEGER } : pageOf(request, 20);
    const { items, total } = await this.groups.of(bastion, id, request.Keyword, page);
    return { Count: total, UserGroups: items.map(userGroupItem) };
  }
}
