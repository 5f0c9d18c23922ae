import { Injectable } from '@nestjs/common';
import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { GrantedAssets, type GrantableAccount } from '../../access/granted-assets.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { granteeOf } from './grantee.ts';

class GrantableHostAccountsRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
  @Optional() @Text(1, 128) HostAccountName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class HostAccountsForUserRequest extends GrantableHostAccountsRequest {
  @ObjectId() UserId: string;
}

export class HostAccountsForUserGroupRequest extends GrantableHostAccountsRequest {
  @ObjectId() UserGroupId: string;
}

export class GrantableHostAccountItem {
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() HostId: string;
  @Member() IsAuthorized: boolean;
  @Member() ProtocolName: string;
}

export class GrantableHostAccountsResponse {
  @Member([GrantableHostAccountItem]) HostAccounts: GrantableHostAccountItem[];
  @Member() TotalCount: number;
}

/** All accounts of a host, each with whether it is attached to a user or a user group itself. */
@Injectable()
export abstract class HostAccountsForGrantee<
  Request extends HostAccountsForUserRequest | HostAccountsForUserGroupRequest,
> implements BastionHandler<Request, GrantableHostAccountsResponse> {
  constructor(private readonly granted: GrantedAssets) {}

  async handle(bastion: Bastion, request: Request): Promise<GrantableHostAccountsResponse> {
    const query = { hostId: request.HostId, accountName: request.HostAccountName };
    const page = pageOf(request, 20);
    const { items, total } = await this.granted.hostAccountsFor(bastion, granteeOf(request), query, page);
    return { HostAccounts: items.map(itemOf), TotalCount: total };
  }
}

function itemOf(account: GrantableAccount): GrantableHostAccountItem {
  return {
    HostAccountId: account.hostAccountId,
    HostAccountName: account.accountName,
    HostId: account.hostId,
    IsAuthorized: account.isAuthorized,
    ProtocolName: account.protocolName,
  };
}
