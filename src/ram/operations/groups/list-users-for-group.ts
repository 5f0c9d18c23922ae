import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { GroupMembers } from '../../../identity/groups/group-members.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName, Marker, MaxItems } from '../ram-fields.ts';
import { Markers } from '../shapes/markers.ts';

export class ListUsersForGroupRequest {
  @PublishedAsOptional() @GroupName() GroupName: string;
  @Optional() @MaxItems() MaxItems?: number;
  @Optional() @Marker() Marker?: string;
}

class MemberItem {
  @Member() UserName: string;
  @Member() DisplayName: string;
  @Member() JoinDate: string;
}

class MemberList {
  @Member([MemberItem]) User: MemberItem[];
}

export class ListUsersForGroupResponse {
  @Member() Users: MemberList;
  @Member() IsTruncated: boolean;
  @Member() Marker?: string;
}

@RamAction({
  request: ListUsersForGroupRequest,
  response: ListUsersForGroupResponse,
  route: 'GET /ram/groups/{GroupName}/users',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
})
export class ListUsersForGroup implements ActionHandler<ListUsersForGroupRequest, ListUsersForGroupResponse> {
  constructor(
    private readonly members: GroupMembers,
    private readonly markers: Markers,
  ) {}

  async handle(caller: Caller, request: ListUsersForGroupRequest): Promise<ListUsersForGroupResponse> {
    const page = this.markers.pageFor(caller, ListUsersForGroup, request);
    const members = await this.members.ofGroup(caller, request.GroupName, page.wanted);
    const User = members.items.map(({ userName, displayName, joinedAt }) => ({
      UserName: userName,
      DisplayName: displayName,
      JoinDate: wireTime(joinedAt),
    }));
    return { Users: { User }, ...page.showNext(members) };
  }
}
