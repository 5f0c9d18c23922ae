import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource, userResource } from '../../../identity/arns.ts';
import { GroupMembers } from '../../../identity/groups/group-members.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName, UserName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class AddUserToGroupRequest {
  @PublishedAsOptional() @UserName() UserName: string;
  @PublishedAsOptional() @GroupName() GroupName: string;
}

@RamAction({
  request: AddUserToGroupRequest,
  response: EmptyResponse,
  route: 'POST /ram/groups:add-user',
  resource: (caller, { UserName, GroupName }) => [userResource(caller, UserName), groupResource(caller, GroupName)],
})
export class AddUserToGroup implements ActionHandler<AddUserToGroupRequest, EmptyResponse> {
  constructor(private readonly members: GroupMembers) {}

  async handle(caller: Caller, { GroupName, UserName }: AddUserToGroupRequest): Promise<EmptyResponse> {
    await this.members.add(caller, GroupName, UserName);
    return {};
  }
}
