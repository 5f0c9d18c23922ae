import { Optional } from '../../../gateway/fields.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyUserGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserGroupId: string;
  @Optional() @Name() UserGroupName?: string;
  @Optional() @Comment() Comment?: string;
}

@BastionhostAction({
  request: ModifyUserGroupRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/user-groups/{UserGroupId}',
})
export class ModifyUserGroup implements BastionHandler<ModifyUserGroupRequest, NoAnswer> {
  constructor(private readonly groups: UserGroups) {}

  async handle(bastion: Bastion, { UserGroupId, UserGroupName, Comment }: ModifyUserGroupRequest): Promise<NoAnswer> {
    await this.groups.modify(bastion, UserGroupId, { groupName: UserGroupName, comment: Comment });
    return {};
  }
}
