import { Member, Optional } from '../../../gateway/fields.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name } from '../bastionhost-fields.ts';

export class CreateUserGroupRequest {
  @InstanceId() InstanceId: string;
  @Name() UserGroupName: string;
  @Optional() @Comment() Comment?: string;
}

export class CreateUserGroupResponse {
  @Member() UserGroupId: string;
}

@BastionhostAction({
  request: CreateUserGroupRequest,
  response: CreateUserGroupResponse,
  route: 'POST /bastionhost/user-groups',
})
export class CreateUserGroup implements BastionHandler<CreateUserGroupRequest, CreateUserGroupResponse> {
  constructor(private readonly groups: UserGroups) {}

  async handle(
    bastion: Bastion,
    { UserGroupName, Comment = '' }: CreateUserGroupRequest,
  ): Promise<CreateUserGroupResponse> {
    return { UserGroupId: await this.groups.create(bastion, { groupName: UserGroupName, comment: Comment }) };
  }
}
