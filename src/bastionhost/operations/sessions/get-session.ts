import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { SessionRecords } from '../../sessions/session-records.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, SessionId } from '../bastionhost-fields.ts';
import { SessionItem, sessionItem } from '../shapes/session.ts';

export class GetSessionRequest {
  @InstanceId() InstanceId: string;
  @SessionId() SessionId: string;
}

export class GetSessionResponse {
  @Member() Session: SessionItem;
}

@BastionhostAction({
  request: GetSessionRequest,
  response: GetSessionResponse,
  route: 'GET /bastionhost/sessions/{SessionId}',
  extension: true,
})
export class GetSession implements BastionHandler<GetSessionRequest, GetSessionResponse> {
  constructor(private readonly sessions: SessionRecords) {}

  async handle(bastion: Bastion, request: GetSessionRequest): Promise<GetSessionResponse> {
    return { Session: sessionItem(await this.sessions.get(bastion, request.SessionId)) };
  }
}
