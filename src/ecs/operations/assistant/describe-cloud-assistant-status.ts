import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, OneOf, Optional, Whole } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { InvocationHistory, type InstanceActivity } from '../../assistant/invocation-history.ts';
import { EcsErrors } from '../../ecs.errors.ts';
import { InstancesService } from '../../instances/instances.ts';
import type { RegisteredInstance } from '../../instances/instance-rows.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, NextToken } from '../ecs-fields.ts';
import { EcsPaging } from '../shapes/paging.ts';

export class DescribeCloudAssistantStatusRequest {
  @Optional() @ListOf(String, { max: 100 }) InstanceId?: string[];
  @Optional() @OneOf('Linux', 'Windows', 'FreeBSD') OSType?: string;
  @Optional() @PageNumber() PageNumber?: number;
  @Optional() @PageSize(50) PageSize?: number;
  @Optional() @Whole(1, 50) MaxResults?: number;
  @Optional() @NextToken() NextToken?: string;
}

class InstanceCloudAssistantStatus {
  @Member() InstanceId: string;
  /** Whether commands can be run: the instance was registered with a credential to log on with. */
  @Member() CloudAssistantStatus: string;
  @Member() OSType: string;
  @Member() InvocationCount: number;
  @Member() ActiveTaskCount: number;
  @Member() LastInvokedTime: string;
  @Member() SupportSessionManager: boolean;
}

class StatusSet {
  @Member([InstanceCloudAssistantStatus]) InstanceCloudAssistantStatus: InstanceCloudAssistantStatus[];
}

export class DescribeCloudAssistantStatusResponse {
  @Member() InstanceCloudAssistantStatusSet: StatusSet;
  @Member() TotalCount: number;
  @Member() PageNumber?: number;
  @Member() PageSize?: number;
  @Member() NextToken: string;
}

const noAgent = 'nothing is installed on the instance';
const one = 'InstanceCloudAssistantStatusSet.InstanceCloudAssistantStatus[]';

@EcsAction({
  request: DescribeCloudAssistantStatusRequest,
  response: DescribeCloudAssistantStatusResponse,
  route: 'GET /ecs/cloud-assistant-statuses',
  resource: (caller) => instanceArn(caller),
  omits: { [`${one}.CloudAssistantVersion`]: noAgent, [`${one}.LastHeartbeatTime`]: noAgent },
})
export class DescribeCloudAssistantStatus implements ActionHandler<
  DescribeCloudAssistantStatusRequest,
  DescribeCloudAssistantStatusResponse
> {
  constructor(
    private readonly instances: InstancesService,
    private readonly history: InvocationHistory,
    private readonly paging: EcsPaging,
  ) {}

  async handle(
    caller: Caller,
    request: DescribeCloudAssistantStatusRequest,
  ): Promise<DescribeCloudAssistantStatusResponse> {
    const { InstanceId: instanceIds, OSType: osType } = request;
    await this.requireKnown(caller, instanceIds);
    const page = this.paging.pageFor(caller, DescribeCloudAssistantStatus, request);
    const { items, total } = await this.instances.list(caller, { instanceIds, osType }, page.slice);
    const activity = await this.history.activity(
      caller,
      items.map(({ instanceId }) => instanceId),
    );
    const statuses = items.map((item) => showStatus(item, activity.get(item.instanceId)));
    return {
      InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: statuses },
      TotalCount: total,
      ...page.show(items.map(({ createdAt: time, instanceId }) => ({ time, ids: [instanceId] }))),
    };
  }

  private async requireKnown(caller: Caller, instanceIds: readonly string[] | undefined): Promise<void> {
    if (!instanceIds) return;
    const { total } = await this.instances.list(caller, { instanceIds }, { limit: 1 });
    if (total < new Set(instanceIds).size) throw EcsErrors.InstanceNotFound();
  }
}

function showStatus(instance: RegisteredInstance, activity?: InstanceActivity): InstanceCloudAssistantStatus {
  return {
    InstanceId: instance.instanceId,
    CloudAssistantStatus: String(instance.isManaged),
    OSType: instance.osType,
    InvocationCount: activity?.invocations ?? 0,
    ActiveTaskCount: activity?.running ?? 0,
    LastInvokedTime: activity ? wireTime(activity.lastAt) : '',
    SupportSessionManager: false,
  };
}
