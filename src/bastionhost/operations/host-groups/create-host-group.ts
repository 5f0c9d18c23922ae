import { Member, Optional } from '../../../gateway/fields.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name } from '../bastionhost-fields.ts';

export class CreateHostGroupRequest {
  @InstanceId() InstanceId: string;
  @Name() HostGroupName: string;
  @Optional() @Comment() Comment?: string;
}

export class CreateHostGroupResponse {
  @Member() HostGroupId: string;
}

@BastionhostAction({
  request: CreateHostGroupRequest,
  response: CreateHostGroupResponse,
  route: 'POST /bastionhost/host-groups',
})
export class CreateHostGroup implements BastionHandler<CreateHostGroupRequest, CreateHostGroupResponse> {
  constructor(private readonly groups: HostGroups) {}

  async handle(
    bastion: Bastion,
    { HostGroupName, Comment = '' }: CreateHostGroupRequest,
  ): Promise<CreateHostGroupResponse> {
    return { HostGroupId: await this.groups.create(bastion, { groupName: HostGroupName, comment: Comment }) };
  }
}
