import { Member } from '../../../gateway/fields.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { UserGroupItem, userGroupItem } from '../shapes/user-group.ts';

export class GetUserGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserGroupId: string;
}

export class GetUserGroupResponse {
  @Member() UserGroup: UserGroupItem;
}

@BastionhostAction({
  request: GetUserGroupRequest,
  response: GetUserGroupResponse,
  route: 'GET /bastionhost/user-groups/{UserGroupId}',
})
export class GetUserGroup implements BastionHandler<GetUserGroupRequest, GetUserGroupResponse> {
  constructor(private readonly groups: UserGroups) {}

  async handle(bastion: Bastion, { UserGroupId }: GetUserGroupRequest): Promise<GetUserGroupResponse> {
    return { UserGroup: userGroupItem(await this.groups.get(bastion, UserGroupId)) };
  }
}
