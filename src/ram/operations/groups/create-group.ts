import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { RamGroups } from '../../../identity/groups/ram-groups.ts';
import { RamAction } from '../ram-action.ts';
import { Comments, GroupName } from '../ram-fields.ts';
import { GroupResponse, showGroup } from '../shapes/group.ts';

export class CreateGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
  @Optional() @Comments() Comments?: string;
}

@RamAction({
  request: CreateGroupRequest,
  response: GroupResponse,
  route: 'POST /ram/groups',
  resource: (caller) => groupResource(caller),
})
export class CreateGroup implements ActionHandler<CreateGroupRequest, GroupResponse> {
  constructor(private readonly groups: RamGroups) {}

  async handle(caller: Caller, { GroupName, Comments }: CreateGroupRequest): Promise<GroupResponse> {
    const draft = { groupName: GroupName, comments: Comments ?? '' };
    return { Group: showGroup(await this.groups.create(caller, draft)) };
  }
}
