import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import type { InvocationFilter } from '../../assistant/invocation-filter.ts';
import type { InvocationEntity, InvocationStatus } from '../../assistant/invocation.entity.ts';
import { InvocationsService } from '../../assistant/invocations.ts';
import { EcsAction } from '../ecs-action.ts';
import { instanceArn, InstanceId, NextToken } from '../ecs-fields.ts';
import { recordStatuses, showOutput, type OutputEncoding, type RecordStatus } from '../shapes/invocation-result.ts';
import { EcsPaging } from '../shapes/paging.ts';

export class DescribeInvocationResultsRequest {
  @Optional() @Text(1, 64) InvokeId?: string;
  @Optional() @Text(1, 64) CommandId?: string;
  @Optional() @InstanceId() InstanceId?: string;
  @Optional() @OneOf('Running', 'Finished', 'Failed', 'Stopped') InvokeRecordStatus?: RecordStatus;
  @Optional() @OneOf('PlainText', 'Base64') ContentEncoding: OutputEncoding = 'Base64';
  @Optional() @PageNumber() PageNumber?: number;
  @Optional() @PageSize(50) PageSize?: number;
  @Optional() @Whole(1, 50) MaxResults?: number;
  @Optional() @NextToken() NextToken?: string;
  @Optional() @Unsupported('commands run once', ['false']) IncludeHistory?: boolean;
  @Optional() @Unsupported('registered servers have no cloud resources') ResourceGroupId?: string;
  @Optional() @Unsupported('registered servers have no cloud resources') Tag?: string[];
}

class InvocationResult {
  @Member() InvokeId: string;
  @Member() CommandId: string;
  @Member() InstanceId: string;
  @Member() InvocationStatus: string;
  @Member() InvokeRecordStatus: string;
  @Member() ExitCode?: number;
  @Member() Output: string;
  @Member() Dropped: number;
  @Member() ErrorCode: string;
  @Member() ErrorInfo: string;
  @Member() StartTime: string;
  @Member() FinishedTime: string;
  @Member() StopTime: string;
  @Member() Repeats: number;
  @Member() Username: string;
}

class InvocationResults {
  @Member([InvocationResult]) InvocationResult: InvocationResult[];
}

class Invocation {
  @Member() InvocationResults: InvocationResults;
  @Member() TotalCount: number;
  @Member() PageNumber?: number;
  @Member() PageSize?: number;
  @Member() NextToken: string;
}

export class DescribeInvocationResultsResponse {
  @Member() Invocation: Invocation;
}

@EcsAction({
  request: DescribeInvocationResultsRequest,
  response: DescribeInvocationResultsResponse,
  route: 'GET /ecs/invocation-results',
  resource: (caller, request) => instanceArn(caller, request.InstanceId),
})
export class DescribeInvocationResults implements ActionHandler<
  DescribeInvocationResultsRequest,
  DescribeInvocationResultsResponse
> {
  constructor(
    private readonly invocations: InvocationsService,
    private readonly paging: EcsPaging,
  ) {}

  async handle(caller: Caller, request: DescribeInvocationResultsRequest): Promise<DescribeInvocationResultsResponse> {
    const page = this.paging.pageFor(caller, DescribeInvocationResults, request);
    const { items, total } = await this.invocations.list(caller, readFilter(request), page.slice);
    const places = items.map(({ startedAt: time, invokeId, instanceId }) => ({ time, ids: [invokeId, instanceId] }));
    return {
      Invocation: {
        InvocationResults: { InvocationResult: items.map((item) => showResult(item, request.ContentEncoding)) },
        TotalCount: total,
        ...page.show(places),
      },
    };
  }
}

function readFilter(request: DescribeInvocationResultsRequest): InvocationFilter {
  const { InvokeRecordStatus: wanted } = request;
  const all = Object.keys(recordStatuses) as InvocationStatus[];
  return {
    invokeId: request.InvokeId,
    commandId: request.CommandId,
    instanceId: request.InstanceId,
    statuses: wanted && all.filter((status) => recordStatuses[status] === wanted),
  };
}

function showResult(item: InvocationEntity, encoding: OutputEncoding): InvocationResult {
  const finished = item.finishedAt ? wireTime(item.finishedAt) : '';
  return {
    InvokeId: item.invokeId,
    CommandId: item.commandId,
    InstanceId: item.instanceId,
    InvocationStatus: item.status,
    InvokeRecordStatus: recordStatuses[item.status],
    ExitCode: item.exitCode ?? undefined,
    Output: showOutput(item, encoding),
    Dropped: item.droppedBytes,
    ErrorCode: item.errorCode ?? '',
    ErrorInfo: item.errorInfo ?? '',
    StartTime: wireTime(item.startedAt),
    FinishedTime: finished,
    StopTime: '',
    Repeats: item.finishedAt ? 1 : 0,
    Username: item.userName,
  };
}
