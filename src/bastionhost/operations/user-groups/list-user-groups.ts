import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { UserGroupItem, userGroupItem } from '../shapes/user-group.ts';

export class ListUserGroupsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 128) UserGroupName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListedUserGroup extends UserGroupItem {
  @Member() MemberCount: number;
}

export class ListUserGroupsResponse {
  @Member() TotalCount: number;
  @Member([ListedUserGroup]) UserGroups: ListedUserGroup[];
}

@BastionhostAction({
  request: ListUserGroupsRequest,
  response: ListUserGroupsResponse,
  route: 'GET /bastionhost/user-groups',
})
export class ListUserGroups implements BastionHandler<ListUserGroupsRequest, ListUserGroupsResponse> {
  constructor(private readonly groups: UserGroups) {}

  async handle(bastion: Bastion, request: ListUserGroupsRequest): Promise<ListUserGroupsResponse> {
    const { items, total } = await this.groups.list(bastion, request.UserGroupName, pageOf(request, 20));
    const groups = items.map((group) => ({ ...userGroupItem(group), MemberCount: group.memberCount }));
    return { TotalCount: total, UserGroups: groups };
  }
}
