import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, OneOf, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { BastionInstances } from '../../instances/bastion-instances.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { Installation } from '../../instances/installation.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { PageSize } from '../bastionhost-fields.ts';

const states = ['PENDING', 'CREATING', 'RUNNING', 'EXPIRED', 'CREATE_FAILED', 'UPGRADING', 'UPGRADE_FAILED'];

export class InstanceTag {
  @Text(1, 128) Key: string;
  @Optional() @Text(0, 256) Value?: string;
}

export class DescribeInstancesRequest {
  @Optional() @ListOf(String, { max: 100 }) InstanceId?: string[];
  @Optional() @OneOf(...states) InstanceStatus?: string;
  @Optional() @Unsupported('there are no resource groups') ResourceGroupId?: string;
  @Optional() @ListOf(InstanceTag, { max: 20 }) Tag?: InstanceTag[];
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class InstanceItem {
  @Member() Description: string;
  @Member() ImageVersion: string;
  @Member() InstanceId: string;
  @Member() InstanceStatus: string;
  @Member() IntranetEndpoint: string;
  @Member() Legacy: boolean;
  @Member() LicenseCode: string;
  @Member() PlanCode: string;
  @Member() PublicNetworkAccess: boolean;
  @Member() RegionId: string;
  /** Milliseconds since 1970. */
  @Member() StartTime: number;
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
    'Instances[].BandWidth': 'it is not limited',
    'Instances[].ExpireTime': 'instances do not expire',
    'Instances[].InternetEndpoint': 'there is one address, the IntranetEndpoint',
    'Instances[].ResourceGroupId': 'there are no resource groups',
    'Instances[].SlaveVswitchId': 'there are no virtual networks',
    'Instances[].VpcId': 'there are no virtual networks',
    'Instances[].VswitchId': 'there are no virtual networks',
  },
})
export class DescribeInstances implements ActionHandler<DescribeInstancesRequest, DescribeInstancesResponse> {
  constructor(
    private readonly instances: BastionInstances,
    private readonly installation: Installation,
  ) {}

  async handle(caller: Caller, request: DescribeInstancesRequest): Promise<DescribeInstancesResponse> {
    const { InstanceId: ids, InstanceStatus: status = 'RUNNING', Tag: tags } = request;
    // Every instance runs and none has a tag, so another status or any tag matches nothing.
    const all = status === 'RUNNING' && !tags?.length ? await this.instances.list(caller) : [];
    const wanted = ids?.length ? all.filter(({ instanceId }) => ids.includes(instanceId)) : all;
    const { number, size } = pageOf(request, 10);
    const page = wanted.slice((number - 1) * size, number * size);
    return { Instances: page.map((instance) => this.itemOf(instance)), TotalCount: wanted.length };
  }

  private itemOf({ description, edition, instanceId, region, startedAt }: Bastion): InstanceItem {
    return {
      Description: description,
      ImageVersion: edition.imageVersion,
      InstanceId: instanceId,
      InstanceStatus: 'RUNNING',
      IntranetEndpoint: this.installation.endpoint,
      Legacy: false,
      LicenseCode: edition.licenseCode,
      PlanCode: edition.planCode,
      PublicNetworkAccess: false,
      RegionId: region,
      StartTime: startedAt.getTime(),
    };
  }
}
