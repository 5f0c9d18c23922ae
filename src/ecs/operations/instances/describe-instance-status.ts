import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { InstancesService } from '../../instances/instances.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn } from '../ecs-fields.ts';
import { runningStatus } from '../shapes/instance.ts';

const noResources = 'registered servers have no cloud resources';

export class DescribeInstanceStatusRequest {
  @Optional() @ListOf(String, { max: 100 }) InstanceId?: string[];
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(50) PageSize: number = 10;
  @Optional() @Unsupported(noResources) ClusterId?: string;
  @Optional() @Unsupported(noResources) ZoneId?: string;
}

class InstanceStatus {
  @Member() InstanceId: string;
  @Member() Status: string;
}

class InstanceStatusList {
  @Member([InstanceStatus]) InstanceStatus: InstanceStatus[];
}

export class DescribeInstanceStatusResponse {
  @Member() InstanceStatuses: InstanceStatusList;
  @Member() TotalCount: number;
  @Member() PageNumber: number;
  @Member() PageSize: number;
}

@EcsAction({
  request: DescribeInstanceStatusRequest,
  response: DescribeInstanceStatusResponse,
  route: 'GET /ecs/instance-statuses',
  resource: (caller) => instanceArn(caller),
})
export class DescribeInstanceStatus implements ActionHandler<
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResponse
> {
  constructor(private readonly instances: InstancesService) {}

  async handle(caller: Caller, request: DescribeInstanceStatusRequest): Promise<DescribeInstanceStatusResponse> {
    const { InstanceId: instanceIds, PageNumber, PageSize } = request;
    const slice = { limit: PageSize, offset: (PageNumber - 1) * PageSize };
    const { items, total } = await this.instances.list(caller, { instanceIds }, slice);
    const InstanceStatus = items.map((item) => ({ InstanceId: item.instanceId, Status: runningStatus }));
    return { InstanceStatuses: { InstanceStatus }, TotalCount: total, PageNumber, PageSize };
  }
}
