import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { KeyChanges } from '../../keys/key-changes.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class EnableKeyRequest {
  @KeyId() KeyId: string;
}

@KmsAction({
  request: EnableKeyRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:enable',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class EnableKey implements ActionHandler<EnableKeyRequest, EmptyResponse> {
  constructor(private readonly keys: KeyChanges) {}

  async handle(caller: Caller, request: EnableKeyRequest): Promise<EmptyResponse> {
    await this.keys.setState(caller, request.KeyId, 'Enabled');
    return {};
  }
}
