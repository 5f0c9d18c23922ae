import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { KeyChanges } from '../../keys/key-changes.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DisableKeyRequest {
  @KeyId() KeyId: string;
}

@KmsAction({
  request: DisableKeyRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:disable',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class DisableKey implements ActionHandler<DisableKeyRequest, EmptyResponse> {
  constructor(private readonly keys: KeyChanges) {}

  async handle(caller: Caller, request: DisableKeyRequest): Promise<EmptyResponse> {
    await this.keys.setState(caller, request.KeyId, 'Disabled');
    return {};
  }
}
