import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { HostAccountsService } from '../../hosts/host-accounts.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList, PageNumber, pageOf, PageSize } from '../bastionhost-fields.ts';
import { HostAccountItem, hostAccountItem, hostAccountOmits } from '../shapes/host-account.ts';

export class ListHostAccountsRequest {
  @InstanceId() InstanceId: string;
  /** `0` where HostIds names the hosts. */
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
  omits: hostAccountOmits('HostAccounts[]'),
})
export class ListHostAccounts implements ActionHandler<ListHostAccountsRequest, ListHostAccountsResponse> {
  constructor(private readonly accounts: HostAccountsService) {}

  async handle(caller: Caller, request: ListHostAccountsRequest): Promise<ListHostAccountsResponse> {
    const { HostId, HostIds = [], HostAccountName: accountName, ProtocolName: protocolName } = request;
    const filter = { hostIds: HostId === '0' ? HostIds : [HostId], accountName, protocolName };
    const { items, total } = await this.accounts.list(caller, request.InstanceId, filter, pageOf(request, 20));
    return { HostAccounts: items.map(hostAccountItem), TotalCount: total };
  }
}
