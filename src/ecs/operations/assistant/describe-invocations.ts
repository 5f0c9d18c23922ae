import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, OneOf, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { InvocationHistory, type OverallStatus, type InvocationWithParts } from '../../assistant/invocation-history.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, InstanceId, NextToken } from '../ecs-fields.ts';
import type { OutputEncoding } from '../shapes/invocation-result.ts';
import { InvokeInstanceShape, showPart } from '../shapes/invoke-instance.ts';
import { EcsPaging } from '../shapes/paging.ts';

const notKept = 'commands are not kept';
const runOnce = 'commands run once and immediately';
const noResources = 'registered servers have no cloud resources';

export class DescribeInvocationsRequest {
  @Optional() @Text(1, 64) InvokeId?: string;
  @Optional() @Text(1, 64) CommandId?: string;
  @Optional() @InstanceId() InstanceId?: string;
  @Optional() @OneOf('Running', 'Finished', 'Failed', 'PartialFailed') InvokeStatus?: OverallStatus;
  @Optional() @Flag() IncludeOutput: boolean = false;
  @Optional() @OneOf('PlainText', 'Base64') ContentEncoding: OutputEncoding = 'Base64';
  @Optional() @PageNumber() PageNumber?: number;
  @Optional() @PageSize(50) PageSize?: number;
  @Optional() @Whole(1, 50) MaxResults?: number;
  @Optional() @NextToken() NextToken?: string;
  @Optional() @Unsupported(notKept) CommandName?: string;
  @Optional() @Unsupported(notKept) CommandType?: string;
  @Optional() @Unsupported(runOnce, ['Once']) RepeatMode?: string;
  @Optional() @Unsupported(runOnce, ['false']) Timed?: boolean;
  @Optional() @Unsupported(noResources) ResourceGroupId?: string;
  @Optional() @Unsupported(noResources) Tag?: string[];
}

class InvokeInstances {
  @Member([InvokeInstanceShape]) InvokeInstance: InvokeInstanceShape[];
}

class Invocation {
  @Member() InvokeId: string;
  @Member() CommandId: string;
  @Member() InvokeStatus: string;
  @Member() InvocationStatus: string;
  @Member() Username: string;
  @Member() CreationTime: string;
  @Member() RepeatMode: string;
  @Member() Timed: boolean;
  @Member() Frequency: string;
  @Member() Parameters: string;
  @Member() InvokeInstances: InvokeInstances;
}

class InvocationList {
  @Member([Invocation]) Invocation: Invocation[];
}

export class DescribeInvocationsResponse {
  @Member() Invocations: InvocationList;
  @Member() TotalCount: number;
  @Member() PageNumber?: number;
  @Member() PageSize?: number;
  @Member() NextToken: string;
}

@EcsAction({
  request: DescribeInvocationsRequest,
  response: DescribeInvocationsResponse,
  route: 'GET /ecs/invocations',
  resource: (caller, request) => instanceArn(caller, request.InstanceId),
  omits: {
    'Invocations.Invocation[].CommandContent': notKept,
    'Invocations.Invocation[].CommandName': notKept,
    'Invocations.Invocation[].CommandType': notKept,
    'Invocations.Invocation[].WorkingDir': notKept,
    'Invocations.Invocation[].Timeout': notKept,
  },
})
export class DescribeInvocations implements ActionHandler<DescribeInvocationsRequest, DescribeInvocationsResponse> {
  constructor(
    private readonly history: InvocationHistory,
    private readonly paging: EcsPaging,
  ) {}

  async handle(caller: Caller, request: DescribeInvocationsRequest): Promise<DescribeInvocationsResponse> {
    const page = this.paging.pageFor(caller, DescribeInvocations, request);
    const filter = { invokeId: request.InvokeId, commandId: request.CommandId, instanceId: request.InstanceId };
    const { items, total } = await this.history.list(caller, filter, request.InvokeStatus, page.slice);
    const places = items.map(({ startedAt: time, invokeId }) => ({ time, ids: [invokeId] }));
    return {
      Invocations: { Invocation: items.map((item) => showInvocation(item, request)) },
      TotalCount: total,
      ...page.show(places),
    };
  }
}

function showInvocation(item: InvocationWithParts, request: DescribeInvocationsRequest): Invocation {
  const [first] = item.parts;
  return {
    InvokeId: item.invokeId,
    CommandId: first?.commandId ?? '',
    InvokeStatus: item.status,
    InvocationStatus: item.status === 'Finished' ? 'Success' : item.status,
    Username: first?.userName ?? '',
    CreationTime: wireTime(item.startedAt),
    RepeatMode: 'Once',
    Timed: false,
    Frequency: '',
    Parameters: '{}',
    InvokeInstances: { InvokeInstance: item.parts.map((part) => showPart(part, request)) },
  };
}
