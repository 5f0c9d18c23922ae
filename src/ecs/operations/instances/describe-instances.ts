import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, ListOf, Member, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { EcsErrors } from '../../ecs.errors.ts';
import type { InstanceFilter } from '../../instances/instance-filter.ts';
import { InstancesService } from '../../instances/instances.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, NextToken } from '../ecs-fields.ts';
import { InstanceShape, networkType, runningStatus, showInstance } from '../shapes/instance.ts';
import { EcsPaging } from '../shapes/paging.ts';

const oneAddress = 'a registered server has one address, a private one';
const noResources = 'registered servers have no cloud resources';
const noMetadataServer = 'registered servers have no metadata service';

export class DescribeInstancesRequest {
  @Optional() @ListOf(String, { max: 100 }) InstanceIds?: string[];
  @Optional() @Text(1, 128) InstanceName?: string;
  @Optional() @ListOf(String, { max: 100 }) PrivateIpAddresses?: string[];
  @Optional() @Text(1, 32) Status?: string;
  @Optional() @Text(1, 32) InstanceNetworkType?: string;
  @Optional() @PageNumber() PageNumber?: number;
  @Optional() @PageSize(100) PageSize?: number;
  @Optional() @Whole(1, 100) MaxResults?: number;
  @Optional() @NextToken() NextToken?: string;
  @Optional() @Flag() DryRun: boolean = false;
  @Optional() @Unsupported(oneAddress) EipAddresses?: string;
  @Optional() @Unsupported(oneAddress) InnerIpAddresses?: string;
  @Optional() @Unsupported(oneAddress) PublicIpAddresses?: string;
  @Optional() @Unsupported(oneAddress) RdmaIpAddresses?: string;
  @Optional() @Unsupported(oneAddress) Ipv6Address?: string[];
  @Optional() @Unsupported(noResources) AdditionalAttributes?: string[];
  @Optional() @Unsupported(noResources, ['true']) DeviceAvailable?: boolean;
  @Optional() @Unsupported(noResources) Filter?: string[];
  @Optional() @Unsupported(noResources) HpcClusterId?: string;
  @Optional() @Unsupported(noResources) ImageId?: string;
  @Optional() @Unsupported(noResources) InstanceChargeType?: string;
  @Optional() @Unsupported(noResources) InstanceType?: string;
  @Optional() @Unsupported(noResources) InstanceTypeFamily?: string;
  @Optional() @Unsupported(noResources) InternetChargeType?: string;
  @Optional() @Unsupported(noResources) IoOptimized?: boolean;
  @Optional() @Unsupported(noResources) KeyPairName?: string;
  @Optional() @Unsupported(noResources) LockReason?: string;
  @Optional() @Unsupported(noResources, ['false']) NeedSaleCycle?: boolean;
  @Optional() @Unsupported(noResources) ResourceGroupId?: string;
  @Optional() @Unsupported(noResources) SecurityGroupId?: string;
  @Optional() @Unsupported(noResources) Tag?: string[];
  @Optional() @Unsupported(noResources) VSwitchId?: string;
  @Optional() @Unsupported(noResources) VpcId?: string;
  @Optional() @Unsupported(noResources) ZoneId?: string;
  @Optional() @Unsupported(noMetadataServer) HttpEndpoint?: string;
  @Optional() @Unsupported(noMetadataServer) HttpPutResponseHopLimit?: number;
  @Optional() @Unsupported(noMetadataServer) HttpTokens?: string;
}

class InstanceList {
  @Member([InstanceShape]) Instance: InstanceShape[];
}

export class DescribeInstancesResponse {
  @Member() Instances: InstanceList;
  @Member() TotalCount: number;
  @Member() PageNumber?: number;
  @Member() PageSize?: number;
  @Member() NextToken: string;
}

const statuses = ['Pending', runningStatus, 'Starting', 'Stopping', 'Stopped'];
const networkTypes = ['classic', networkType];

@EcsAction({
  request: DescribeInstancesRequest,
  response: DescribeInstancesResponse,
  route: 'GET /ecs/instances',
  resource: (caller) => instanceArn(caller),
  partial: 'only what a registered server has is filled in',
})
export class DescribeInstances implements ActionHandler<DescribeInstancesRequest, DescribeInstancesResponse> {
  constructor(
    private readonly instances: InstancesService,
    private readonly paging: EcsPaging,
  ) {}

  async handle(caller: Caller, request: DescribeInstancesRequest): Promise<DescribeInstancesResponse> {
    const filter = readFilter(request);
    if (request.DryRun) throw EcsErrors.DryRunOperation();
    const page = this.paging.pageFor(caller, DescribeInstances, request);
    const { items, total } = await this.instances.list(caller, filter, page.slice);
    const places = items.map(({ createdAt: time, instanceId }) => ({ time, ids: [instanceId] }));
    return {
      Instances: { Instance: items.map(showInstance) },
      TotalCount: total,
      ...page.show(places),
    };
  }
}

function readFilter(request: DescribeInstancesRequest): InstanceFilter {
  const { Status: status, InstanceNetworkType: network } = request;
  if (status !== undefined && !statuses.includes(status)) throw EcsErrors.StatusNotFound();
  if (network !== undefined && !networkTypes.includes(network)) throw EcsErrors.NetworkTypeNotFound();
  const isElsewhere = (status ?? runningStatus) !== runningStatus || (network ?? networkType) !== networkType;
  return {
    instanceIds: isElsewhere ? [] : request.InstanceIds,
    instanceName: request.InstanceName,
    addresses: request.PrivateIpAddresses,
  };
}
