import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { Access, type GrantableAccount } from '../../access/access.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';

export class ListHostAccountsForUserRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @ObjectId() HostId: string;
  @Optional() @Text(1, 128) HostAccountName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class HostAccountForUser {
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() HostId: string;
  @Member() IsAuthorized: boolean;
  @Member() ProtocolName: string;
}

export class ListHostAccountsForUserResponse {
  @Member([HostAccountForUser]) HostAccounts: HostAccountForUser[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListHostAccountsForUserRequest,
  response: ListHostAccountsForUserResponse,
  route: 'GET /bastionhost/users/{UserId}/host-accounts',
})
export class ListHostAccountsForUser implements BastionHandler<
  ListHostAccountsForUserRequest,
  ListHostAccountsForUserResponse
> {
  constructor(private readonly access: Access) {}

  async handle(bastion: Bastion, request: ListHostAccountsForUserRequest): Promise<ListHostAccountsForUserResponse> {
    const query = { userId: request.UserId, hostId: request.HostId, accountName: request.HostAccountName };
    const { items, total } = await this.access.accountsFor(bastion, query, pageOf(request, 20));
    return { HostAccounts: items.map(itemOf), TotalCount: total };
  }
}

function itemOf(account: GrantableAccount): HostAccountForUser {
  return {
    HostAccountId: account.hostAccountId,
    HostAccountName: account.accountName,
    HostId: account.hostId,
    IsAuthorized: account.isAuthorized,
    ProtocolName: account.protocolName,
  };
}
