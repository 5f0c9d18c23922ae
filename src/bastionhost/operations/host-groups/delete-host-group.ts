import type { Caller } from '../../../common/caller.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostGroupRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostGroupId: string;
}

@BastionhostAction({
  request: DeleteHostGroupRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/host-groups/{HostGroupId}',
})
export class DeleteHostGroup implements BastionHandler<DeleteHostGroupRequest, NoAnswer> {
  constructor(private readonly groups: HostGroups) {}

  async handle(bastion: Bastion, { HostGroupId }: DeleteHostGroupRequest, caller: Caller): Promise<NoAnswer> {
    await this.groups.delete(caller, bastion, HostGroupId);
    return {};
  }
}
