import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { KeyDeletion } from '../../keys/key-deletion.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class CancelKeyDeletionRequest {
  @KeyId() KeyId: string;
}

@KmsAction({
  request: CancelKeyDeletionRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:cancel-deletion',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class CancelKeyDeletion implements ActionHandler<CancelKeyDeletionRequest, EmptyResponse> {
  constructor(private readonly keys: KeyDeletion) {}

  async handle(caller: Caller, request: CancelKeyDeletionRequest): Promise<EmptyResponse> {
    await this.keys.cancel(caller, request.KeyId);
    return {};
  }
}
