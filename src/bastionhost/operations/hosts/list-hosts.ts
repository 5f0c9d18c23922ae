import type { Caller } from '../../../common/caller.ts';
import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { HostFilter } from '../../hosts/host-filter.ts';
import type { SourceInstanceState } from '../../hosts/host-sources.ts';
import { HostsService } from '../../hosts/hosts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { HostSummary, summaryOf } from '../shapes/host.ts';

export class ListHostsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 253) HostAddress?: string;
  @Optional() @Text(1, 128) HostName?: string;
  @Optional() @OneOf('Linux', 'Windows') OSType?: string;
  @Optional() @OneOf('Local', 'Ecs', 'Rds') Source?: string;
  @Optional() @Text(1, 64) SourceInstanceId?: string;
  @Optional() @OneOf('Normal', 'Release') SourceInstanceState?: SourceInstanceState;
  @Optional() @ObjectId() HostGroupId?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListedHost extends HostSummary {
  @Member() HostAccountCount: number;
}

export class ListHostsResponse {
  @Member([ListedHost]) Hosts: ListedHost[];
  @Member() TotalCount: number;
}

@BastionhostAction({ request: ListHostsRequest, response: ListHostsResponse, route: 'GET /bastionhost/hosts' })
export class ListHosts implements BastionHandler<ListHostsRequest, ListHostsResponse> {
  constructor(
    private readonly hosts: HostsService,
    private readonly accounts: HostAccountsService,
  ) {}

  async handle(bastion: Bastion, request: ListHostsRequest, caller: Caller): Promise<ListHostsResponse> {
    const { items, total } = await this.hosts.list(caller, bastion, filterOf(request), pageOf(request, 10));
    const counts = await this.accounts.countByHost(
      bastion,
      items.map(({ host }) => host),
    );
    const hosts = items.map((item) => ({ ...summaryOf(item), HostAccountCount: counts.get(item.host.id) ?? 0 }));
    return { Hosts: hosts, TotalCount: total };
  }
}

function filterOf(request: ListHostsRequest): HostFilter {
  return {
    hostName: request.HostName,
    address: request.HostAddress,
    osType: request.OSType,
    source: request.Source,
    sourceInstanceId: request.SourceInstanceId,
    sourceInstanceState: request.SourceInstanceState,
    hostGroupId: request.HostGroupId,
  };
}
