import { Optional } from '../../../gateway/fields.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyHostGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostGroupId: string;
  @Optional() @Name() HostGroupName?: string;
  @Optional() @Comment() Comment?: string;
}

@BastionhostAction({
  request: ModifyHostGroupRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/host-groups/{HostGroupId}',
})
export class ModifyHostGroup implements BastionHandler<ModifyHostGroupRequest, NoAnswer> {
  constructor(private readonly groups: HostGroups) {}

  async handle(bastion: Bastion, { HostGroupId, HostGroupName, Comment }: ModifyHostGroupRequest): Promise<NoAnswer> {
    await this.groups.modify(bastion, HostGroupId, { groupName: HostGroupName, comment: Comment });
    return {};
  }
}
