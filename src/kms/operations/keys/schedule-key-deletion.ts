import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Whole } from '../../../gateway/fields.ts';
import { KeyDeletion } from '../../keys/key-deletion.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class ScheduleKeyDeletionRequest {
  @KeyId() KeyId: string;
  @Whole(7, 366) PendingWindowInDays: number;
}

@KmsAction({
  request: ScheduleKeyDeletionRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:schedule-deletion',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class ScheduleKeyDeletion implements ActionHandler<ScheduleKeyDeletionRequest, EmptyResponse> {
  constructor(private readonly keys: KeyDeletion) {}

  async handle(caller: Caller, request: ScheduleKeyDeletionRequest): Promise<EmptyResponse> {
    await this.keys.schedule(caller, request.KeyId, request.PendingWindowInDays);
    return {};
  }
}
