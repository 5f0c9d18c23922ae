import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Clearable, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { RamGroups } from '../../../identity/groups/ram-groups.ts';
import { RamAction } from '../ram-action.ts';
import { Comments, GroupName } from '../ram-fields.ts';
import { GroupResponse, showGroup } from '../shapes/group.ts';

export class UpdateGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
  @Optional() @GroupName() NewGroupName?: string;
  @Clearable() @Comments() NewComments?: string;
}

@RamAction({
  request: UpdateGroupRequest,
  response: GroupResponse,
  route: 'PATCH /ram/groups/{GroupName}',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
})
export class UpdateGroup implements ActionHandler<UpdateGroupRequest, GroupResponse> {
  constructor(private readonly groups: RamGroups) {}

  async handle(caller: Caller, request: UpdateGroupRequest): Promise<GroupResponse> {
    const change = { groupName: request.NewGroupName, comments: request.NewComments };
    return { Group: showGroup(await this.groups.update(caller, request.GroupName, change)) };
  }
}
