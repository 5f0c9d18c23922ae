import type { Caller } from '../../../common/caller.ts';
import { Member, Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { OpenSessions } from '../../open-sessions.api.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, SessionIdList } from '../bastionhost-fields.ts';

export class InterruptSessionsRequest {
  @InstanceId() InstanceId: string;
  @SessionIdList(100) SessionIds: string[];
  /** Told to the engineers, and kept with the sessions. */
  @Optional() @Text(1, 100, { pattern: /^\P{Cc}+$/u }) Reason?: string;
}

export class InterruptSessionsResult {
  /** `OK`, or `OBJECT_NOT_FOUND` where the instance has no such open session. */
  @Member() Code: string;
  @Member() Message: string;
  @Member() SessionId: string;
}

export class InterruptSessionsResponse {
  @Member([InterruptSessionsResult]) Results: InterruptSessionsResult[];
}

@BastionhostAction({
  request: InterruptSessionsRequest,
  response: InterruptSessionsResponse,
  route: 'POST /bastionhost/sessions:interrupt',
  extension: true,
})
export class InterruptSessions implements BastionHandler<InterruptSessionsRequest, InterruptSessionsResponse> {
  constructor(private readonly sessions: OpenSessions) {}

  async handle(
    bastion: Bastion,
    { SessionIds, Reason }: InterruptSessionsRequest,
    { requestId }: Caller,
  ): Promise<InterruptSessionsResponse> {
    const words =
      Reason === undefined ? 'an administrator ended this session' : `an administrator ended this session: ${Reason}`;
    const Results: InterruptSessionsResult[] = [];
    for (const SessionId of SessionIds) {
      // The request's id leads from the session's row to the audit row, which says who asked.
      const isOpen = await this.sessions.end(bastion, SessionId, `${words} (request ${requestId})`);
      Results.push({ Code: isOpen ? 'OK' : 'OBJECT_NOT_FOUND', Message: '', SessionId });
    }
    return { Results };
  }
}
