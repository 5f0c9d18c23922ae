import { Injectable } from '@nestjs/common';
import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { GrantedAssets, type GrantMode } from '../../access/granted-assets.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { granteeOf } from './grantee.ts';
import { basicsOf, HostBasics } from './host.ts';

class GrantedHostsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @OneOf('Authorized', 'Unauthorized') Mode: GrantMode = 'Authorized';
  @Optional() @Text(1, 253) HostAddress?: string;
  @Optional() @Text(1, 128) HostName?: string;
  @Optional() @OneOf('Linux', 'Windows') OSType?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class HostsOfUserRequest extends GrantedHostsRequest {
  @ObjectId() UserId: string;
}

export class HostsOfUserGroupRequest extends GrantedHostsRequest {
  @ObjectId() UserGroupId: string;
}

export class GrantedHostsResponse {
  @Member([HostBasics]) Hosts: HostBasics[];
  @Member() TotalCount: number;
}

/** The hosts that are attached to a user or a user group itself, or all others. */
@Injectable()
export abstract class HostsOfGrantee<
  Request extends HostsOfUserRequest | HostsOfUserGroupRequest,
> implements BastionHandler<Request, GrantedHostsResponse> {
  constructor(private readonly granted: GrantedAssets) {}

  async handle(bastion: Bastion, request: Request): Promise<GrantedHostsResponse> {
    const query = {
      mode: request.Mode,
      hostName: request.HostName,
      address: request.HostAddress,
      osType: request.OSType,
    };
    const { items, total } = await this.granted.hostsOf(bastion, granteeOf(request), query, pageOf(request, 20));
    return { Hosts: items.map(basicsOf), TotalCount: total };
  }
}
