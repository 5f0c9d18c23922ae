import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, PublishedAsOptional } from '../../../gateway/fields.ts';
import { userResource } from '../../../identity/arns.ts';
import { GroupMembers } from '../../../identity/groups/group-members.ts';
import { RamAction } from '../ram-action.ts';
import { UserName } from '../ram-fields.ts';

export class ListGroupsForUserRequest {
  @PublishedAsOptional() @UserName() UserName: string;
}

class JoinedGroup {
  @Member() GroupId: string;
  @Member() GroupName: string;
  @Member() Comments: string;
  @Member() JoinDate: string;
}

class JoinedGroups {
  @Member([JoinedGroup]) Group: JoinedGroup[];
}

export class ListGroupsForUserResponse {
  @Member() Groups: JoinedGroups;
}

@RamAction({
  request: ListGroupsForUserRequest,
  response: ListGroupsForUserResponse,
  route: 'GET /ram/users/{UserName}/groups',
  resource: (caller, { UserName }) => userResource(caller, UserName),
})
export class ListGroupsForUser implements ActionHandler<ListGroupsForUserRequest, ListGroupsForUserResponse> {
  constructor(private readonly members: GroupMembers) {}

  async handle(caller: Caller, { UserName }: ListGroupsForUserRequest): Promise<ListGroupsForUserResponse> {
    const groups = await this.members.ofUser(caller, UserName);
    const Group = groups.map(({ groupId, groupName, comments, joinedAt }) => ({
      GroupId: groupId,
      GroupName: groupName,
      Comments: comments,
      JoinDate: wireTime(joinedAt),
    }));
    return { Groups: { Group } };
  }
}
