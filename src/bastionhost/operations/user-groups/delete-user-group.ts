import type { Caller } from '../../../common/caller.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteUserGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserGroupId: string;
}

@BastionhostAction({
  request: DeleteUserGroupRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/user-groups/{UserGroupId}',
})
export class DeleteUserGroup implements BastionHandler<DeleteUserGroupRequest, NoAnswer> {
  constructor(private readonly groups: UserGroups) {}

  async handle(bastion: Bastion, { UserGroupId }: DeleteUserGroupRequest, caller: Caller): Promise<NoAnswer> {
    await this.groups.delete(caller, bastion, UserGroupId);
    return {};
  }
}
