import { Injectable } from '@nestjs/common';
import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { GrantedAssets, type GrantMode } from '../../access/granted-assets.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { granteeOf } from './grantee.ts';
import { HostGroupItem, hostGroupItem } from './host-group.ts';

class GrantedHostGroupsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @OneOf('Authorized', 'Unauthorized') Mode: GrantMode = 'Authorized';
  @Optional() @Text(1, 128) HostGroupName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class HostGroupsOfUserRequest extends GrantedHostGroupsRequest {
  @ObjectId() UserId: string;
}

export class HostGroupsOfUserGroupRequest extends GrantedHostGroupsRequest {
  @ObjectId() UserGroupId: string;
}

export class GrantedHostGroupsResponse {
  @Member([HostGroupItem]) HostGroups: HostGroupItem[];
  @Member() TotalCount: number;
}

/** The host groups that are attached to a user or a user group itself, or all others. */
@Injectable()
export abstract class HostGroupsOfGrantee<
  Request extends HostGroupsOfUserRequest | HostGroupsOfUserGroupRequest,
> implements BastionHandler<Request, GrantedHostGroupsResponse> {
  constructor(private readonly granted: GrantedAssets) {}

  async handle(bastion: Bastion, request: Request): Promise<GrantedHostGroupsResponse> {
    const query = { mode: request.Mode, groupName: request.HostGroupName };
    const page = pageOf(request, 20);
    const { items, total } = await this.granted.hostGroupsOf(bastion, granteeOf(request), query, page);
    return { HostGroups: items.map(hostGroupItem), TotalCount: total };
  }
}
