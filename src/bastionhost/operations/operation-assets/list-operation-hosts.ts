import type { Caller } from '../../../common/caller.ts';
import { Member, OneOf, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { OperableAssets } from '../../access/operable-assets.ts';
import type { SourceInstanceState } from '../../hosts/host-sources.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { HostSummary, summaryOf } from '../shapes/host.ts';

const noProjects = 'there are no projects';

export class ListOperationHostsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 253) HostAddress?: string;
  @Optional() @Text(1, 128) HostName?: string;
  @Optional() @OneOf('Linux', 'Windows') OSType?: string;
  @Optional() @Unsupported(noProjects) OperationProjectId?: string;
  @Optional() @OneOf('Local', 'Ecs', 'Rds') Source?: string;
  @Optional() @Text(1, 64) SourceInstanceId?: string;
  @Optional() @OneOf('Normal', 'Release') SourceInstanceState?: SourceInstanceState;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListOperationHostsResponse {
  @Member([HostSummary]) Hosts: HostSummary[];
  @Member() TotalCount: number;
}

/** The hosts that the calling RAM user may log on to. */
@BastionhostAction({
  request: ListOperationHostsRequest,
  response: ListOperationHostsResponse,
  route: 'GET /bastionhost/operation-hosts',
  omits: { 'Hosts[].ProjectName': noProjects },
})
export class ListOperationHosts implements BastionHandler<ListOperationHostsRequest, ListOperationHostsResponse> {
  constructor(private readonly assets: OperableAssets) {}

  async handle(
    bastion: Bastion,
    request: ListOperationHostsRequest,
    caller: Caller,
  ): Promise<ListOperationHostsResponse> {
    const filter = {
      hostName: request.HostName,
      address: request.HostAddress,
      osType: request.OSType,
      source: request.Source,
      sourceInstanceId: request.SourceInstanceId,
      sourceInstanceState: request.SourceInstanceState,
    };
    const { items, total } = await this.assets.hostsOf(caller, bastion, filter, pageOf(request, 20));
    return { Hosts: items.map(summaryOf), TotalCount: total };
  }
}
