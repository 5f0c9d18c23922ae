import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { BastionInstances } from '../../instances/bastion-instances.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { licenseCode } from '../../instances/edition.ts';
import { Installation } from '../../instances/installation.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { PageSize, ResourceGroupId } from '../bastionhost-fields.ts';
import { readFilters, TagInput } from '../shapes/tag.ts';

const states = ['PENDING', 'CREATING', 'RUNNING', 'EXPIRED', 'CREATE_FAILED', 'UPGRADING', 'UPGRADE_FAILED'];

export class DescribeInstancesRequest {
  @Optional() @ListOf(String, { max: 100 }) InstanceId?: string[];
  @Optional() @OneOf(...states) InstanceStatus?: string;
  @Optional() @ResourceGroupId() ResourceGroupId?: string;
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class InstanceItem {
  /** Mbit/s; 0: not limited. */
  @Member() BandWidth: number;
  @Member() Description: string;
  @Member() ImageVersion: string;
  @Member() InstanceId: string;
  @Member() InstanceStatus: string;
  /** Only with public access. There is one address, so that it is the IntranetEndpoint, too. */
  @Member() InternetEndpoint?: string;
  @Member() IntranetEndpoint: string;
  @Member() Legacy: boolean;
  @Member() LicenseCode: string;
  @Member() PlanCode: string;
  @Member() PublicNetworkAccess: boolean;
  @Member() RegionId: string;
  @Member() ResourceGroupId: string;
  @Member() SlaveVswitchId: string;
  /** Milliseconds since 1970. */
  @Member() StartTime: number;
  @Member() VswitchId: string;
}

export class DescribeInstancesResponse {
  @Member([InstanceItem]) Instances: InstanceItem[];
  @Member() TotalCount: number;
}

@BastionhostAccountAction({
  request: DescribeInstancesRequest,
  response: DescribeInstancesResponse,
  route: 'GET /bastionhost/instances',
  omits: {
    'Instances[].ExpireTime': 'instances do not expire',
    'Instances[].VpcId': 'there are no virtual networks',
  },
})
export class DescribeInstances implements ActionHandler<DescribeInstancesRequest, DescribeInstancesResponse> {
  constructor(
    private readonly instances: BastionInstances,
    private readonly installation: Installation,
  ) {}

  async handle(caller: Caller, request: DescribeInstancesRequest): Promise<DescribeInstancesResponse> {
    const { InstanceId, InstanceStatus = 'RUNNING', ResourceGroupId: resourceGroupId, Tag } = request;
    // Every instance runs, so that no other status matches any.
    if (InstanceStatus !== 'RUNNING') return { Instances: [], TotalCount: 0 };
    const instanceIds = InstanceId?.length ? InstanceId : undefined;
    const filter = { instanceIds, resourceGroupId, tags: readFilters(Tag) };
    const { items, total } = await this.instances.list(caller, filter, pageOf(request, 10));
    return { Instances: items.map((instance) => this.itemOf(instance)), TotalCount: total };
  }

  private itemOf(bastion: Bastion): InstanceItem {
    const { description, edition, instanceId, network, publicAccess, region, resourceGroupId, startedAt } = bastion;
    const { endpoint } = this.installation;
    return {
      BandWidth: 0,
      Description: description,
      ImageVersion: edition.imageVersion,
      InstanceId: instanceId,
      InstanceStatus: 'RUNNING',
      InternetEndpoint: publicAccess.isEnabled ? endpoint : undefined,
      IntranetEndpoint: endpoint,
      Legacy: false,
      LicenseCode: licenseCode,
      PlanCode: edition.planCode,
      PublicNetworkAccess: publicAccess.isEnabled,
      RegionId: region,
      ResourceGroupId: resourceGroupId,
      SlaveVswitchId: network.slaveVswitchId,
      StartTime: startedAt.getTime(),
      VswitchId: network.vswitchId,
    };
  }
}
