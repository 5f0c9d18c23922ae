import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { groupResource } from '../../../identity/arns.ts';
import { RamGroups } from '../../../identity/groups/ram-groups.ts';
import { RamAction } from '../ram-action.ts';
import { Marker, MaxItems } from '../ram-fields.ts';
import { GroupItem, showGroup } from '../shapes/group.ts';
import { Markers } from '../shapes/markers.ts';

export class ListGroupsRequest {
  @Optional() @MaxItems() MaxItems?: number;
  @Optional() @Marker() Marker?: string;
}

class GroupList {
  @Member([GroupItem]) Group: GroupItem[];
}

export class ListGroupsResponse {
  @Member() Groups: GroupList;
  @Member() IsTruncated: boolean;
  @Member() Marker?: string;
}

@RamAction({
  request: ListGroupsRequest,
  response: ListGroupsResponse,
  route: 'GET /ram/groups',
  resource: (caller) => groupResource(caller),
})
export class ListGroups implements ActionHandler<ListGroupsRequest, ListGroupsResponse> {
  constructor(
    private readonly groups: RamGroups,
    private readonly markers: Markers,
  ) {}

  async handle(caller: Caller, request: ListGroupsRequest): Promise<ListGroupsResponse> {
    const page = this.markers.pageFor(caller, ListGroups, request);
    const groups = await this.groups.list(caller, page.wanted);
    return { Groups: { Group: groups.items.map(showGroup) }, ...page.showNext(groups) };
  }
}
