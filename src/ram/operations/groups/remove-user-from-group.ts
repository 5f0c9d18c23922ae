import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource, userResource } from '../../../identity/arns.ts';
import { GroupMembers } from '../../../identity/groups/group-members.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName, UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class RemoveUserFromGroupRequest {
  @PublishedAsOptional() @UserName() UserName: string;
  @PublishedAsOptional() @GroupName() GroupName: string;
}

@RamAction({
  request: RemoveUserFromGroupRequest,
  response: EmptyResponse,
  route: 'POST /ram/groups:remove-user',
  resource: (caller, { UserName, GroupName }) => [userResource(caller, UserName), groupResource(caller, GroupName)],
})
export class RemoveUserFromGroup implements ActionHandler<RemoveUserFromGroupRequest, EmptyResponse> {
  constructor(private readonly members: GroupMembers) {}

  async handle(caller: Caller, { GroupName, UserName }: RemoveUserFromGroupRequest): Promise<EmptyResponse> {
    await this.members.remove(caller, GroupName, UserName);
    return {};
  }
}
