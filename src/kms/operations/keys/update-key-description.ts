import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Text } from '../../../gateway/fields.ts';
import { KeyChanges } from '../../keys/key-changes.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class UpdateKeyDescriptionRequest {
  @KeyId() KeyId: string;
  @Text(0, 8192) Description: string;
}

@KmsAction({
  request: UpdateKeyDescriptionRequest,
  response: EmptyResponse,
  route: 'PATCH /kms/keys/{KeyId}',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class UpdateKeyDescription implements ActionHandler<UpdateKeyDescriptionRequest, EmptyResponse> {
  constructor(private readonly keys: KeyChanges) {}

  async handle(caller: Caller, request: UpdateKeyDescriptionRequest): Promise<EmptyResponse> {
    await this.keys.describe(caller, request.KeyId, request.Description);
    return {};
  }
}
