import type { Caller } from '../../../common/caller.ts';
import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { HostAccountDetails } from '../../hosts/host-account-details.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList, PageSize } from '../bastionhost-fields.ts';
import { HostAccountItem, hostAccountItem } from '../shapes/host-account.ts';

export class ListHostAccountsRequest {
  @InstanceId() InstanceId: string;
  /** `0` when HostIds names the hosts. */
  @Text(1, 18, { pattern: /^(0|[1-9]\d*)$/ }) HostId: string;
  @Optional() @ObjectIdList(100) HostIds?: string[];
  @Optional() @Text(1, 128) HostAccountName?: string;
  @Optional() @OneOf('SSH', 'RDP') ProtocolName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListHostAccountsResponse {
  @Member([HostAccountItem]) HostAccounts: HostAccountItem[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListHostAccountsRequest,
  response: ListHostAccountsResponse,
  route: 'GET /bastionhost/host-accounts',
})
export class ListHostAccounts implements BastionHandler<ListHostAccountsRequest, ListHostAccountsResponse> {
  constructor(
    private readonly accounts: HostAccountsService,
    private readonly details: HostAccountDetails,
  ) {}

  async handle(bastion: Bastion, request: ListHostAccountsRequest, caller: Caller): Promise<ListHostAccountsResponse> {
    const { HostId, HostIds = [], HostAccountName: accountName, ProtocolName: protocolName } = request;
    const filter = { hostIds: HostId === '0' ? HostIds : [HostId], accountName, protocolName };
    const { items, total } = await this.accounts.list(bastion, filter, pageOf(request, 20));
    const detailed = await this.details.of(caller, bastion, items);
    return { HostAccounts: detailed.map(hostAccountItem), TotalCount: total };
  }
}
