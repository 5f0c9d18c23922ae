import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { RamGroups } from '../../../identity/groups/ram-groups.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName } from '../ram-fields.ts';
import { GroupResponse, showGroup } from '../shapes/group.ts';

export class GetGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
}

@RamAction({
  request: GetGroupRequest,
  response: GroupResponse,
  route: 'GET /ram/groups/{GroupName}',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
})
export class GetGroup implements ActionHandler<GetGroupRequest, GroupResponse> {
  constructor(private readonly groups: RamGroups) {}

  async handle(caller: Caller, { GroupName }: GetGroupRequest): Promise<GroupResponse> {
    return { Group: showGroup(await this.groups.get(caller, GroupName)) };
  }
}
