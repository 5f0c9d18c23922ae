import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { HostGroupItem, hostGroupItem } from '../shapes/host-group.ts';

export class ListHostGroupsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 128) HostGroupName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListedHostGroup extends HostGroupItem {
  @Member() MemberCount: number;
}

export class ListHostGroupsResponse {
  @Member() TotalCount: number;
  @Member([ListedHostGroup]) HostGroups: ListedHostGroup[];
}

@BastionhostAction({
  request: ListHostGroupsRequest,
  response: ListHostGroupsResponse,
  route: 'GET /bastionhost/host-groups',
})
export class ListHostGroups implements BastionHandler<ListHostGroupsRequest, ListHostGroupsResponse> {
  constructor(private readonly groups: HostGroups) {}

  async handle(bastion: Bastion, request: ListHostGroupsRequest): Promise<ListHostGroupsResponse> {
    const { items, total } = await this.groups.list(bastion, request.HostGroupName, pageOf(request, 20));
    const groups = items.map((group) => ({ ...hostGroupItem(group), MemberCount: group.memberCount }));
    return { TotalCount: total, HostGroups: groups };
  }
}
