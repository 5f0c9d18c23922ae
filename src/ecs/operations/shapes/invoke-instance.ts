import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { InvocationEntity } from '../../assistant/invocation.entity.ts';
import { recordStatuses, showOutput, type OutputEncoding } from './invocation-result.ts';

/** The outcome of a command on one of the instances that it was sent to. */
export class InvokeInstanceShape {
  @Member() InstanceId: string;
  @Member() InvocationStatus: string;
  @Member() InstanceInvokeStatus: string;
  @Member() ExitCode?: number;
  @Member() Output?: string;
  @Member() Dropped: number;
  @Member() ErrorCode: string;
  @Member() ErrorInfo: string;
  @Member() CreationTime: string;
  @Member() StartTime: string;
  @Member() FinishTime: string;
  @Member() StopTime: string;
  @Member() UpdateTime: string;
  @Member() Repeats: number;
  @Member() Timed: boolean;
}

export function showPart(
  part: InvocationEntity,
  { IncludeOutput, ContentEncoding }: { IncludeOutput: boolean; ContentEncoding: OutputEncoding },
): InvokeInstanceShape {
  const started = wireTime(part.startedAt);
  const finished = part.finishedAt ? wireTime(part.finishedAt) : '';
  return {
    InstanceId: part.instanceId,
    InvocationStatus: part.status,
    InstanceInvokeStatus: recordStatuses[part.status],
    ExitCode: part.exitCode ?? undefined,
    Output: IncludeOutput ? showOutput(part, ContentEncoding) : undefined,
    Dropped: part.droppedBytes,
    ErrorCode: part.errorCode ?? '',
    ErrorInfo: part.errorInfo ?? '',
    CreationTime: started,
    StartTime: started,
    FinishTime: finished,
    StopTime: '',
    UpdateTime: finished || started,
    Repeats: part.finishedAt ? 1 : 0,
    Timed: false,
  };
}
