import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { SessionRecords, type SessionFilter } from '../../sessions/session-records.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize, Seconds } from '../bastionhost-fields.ts';
import { SessionItem, sessionItem, sessionStates, type SessionStateName } from '../shapes/session.ts';
import { momentOf } from '../shapes/seconds.ts';

export class ListSessionsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @ObjectId() UserId?: string;
  @Optional() @Text(1, 128) UserName?: string;
  @Optional() @ObjectId() HostId?: string;
  @Optional() @Text(1, 128) HostName?: string;
  @Optional() @Text(1, 128) HostAccountName?: string;
  @Optional() @Text(1, 64) SourceAddress?: string;
  @Optional() @OneOf(...Object.keys(sessionStates)) State?: SessionStateName;
  /** Sessions that started from here on. Seconds since 1970. */
  @Optional() @Seconds() StartTime?: number;
  /** Sessions that started before this moment. Seconds since 1970. */
  @Optional() @Seconds() EndTime?: number;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListSessionsResponse {
  @Member([SessionItem]) Sessions: SessionItem[];
  @Member() TotalCount: number;
}

/** Newest first. */
@BastionhostAction({
  request: ListSessionsRequest,
  response: ListSessionsResponse,
  route: 'GET /bastionhost/sessions',
  extension: true,
})
export class ListSessions implements BastionHandler<ListSessionsRequest, ListSessionsResponse> {
  constructor(private readonly sessions: SessionRecords) {}

  async handle(bastion: Bastion, request: ListSessionsRequest): Promise<ListSessionsResponse> {
    const { items, total } = await this.sessions.list(bastion, filterOf(request), pageOf(request, 20));
    return { Sessions: items.map(sessionItem), TotalCount: total };
  }
}

function filterOf(request: ListSessionsRequest): SessionFilter {
  const from = momentOf(request.StartTime) ?? undefined;
  const until = momentOf(request.EndTime) ?? undefined;
  if (from && until && until <= from) throw invalidParameter('EndTime');
  return {
    userId: request.UserId,
    userName: request.UserName,
    hostId: request.HostId,
    hostName: request.HostName,
    hostAccountName: request.HostAccountName,
    sourceAddress: request.SourceAddress,
    state: request.State && sessionStates[request.State],
    from,
    until,
  };
}
