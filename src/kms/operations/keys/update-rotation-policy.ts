import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Optional, Text } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyRotation } from '../../keys/key-rotation.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { readRotation } from '../shapes/key-rotation.ts';

export class UpdateRotationPolicyRequest {
  @KeyId() KeyId: string;
  @Flag() EnableAutomaticRotation: boolean;
  @Optional() @Text(1, 16) RotationInterval?: string;
}

@KmsAction({
  request: UpdateRotationPolicyRequest,
  response: EmptyResponse,
  route: 'PATCH /kms/keys/{KeyId}/rotation-policy',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class UpdateRotationPolicy implements ActionHandler<UpdateRotationPolicyRequest, EmptyResponse> {
  constructor(private readonly rotation: KeyRotation) {}

  async handle(caller: Caller, request: UpdateRotationPolicyRequest): Promise<EmptyResponse> {
    await this.rotation.setPolicy(caller, request.KeyId, readRotation(request));
    return {};
  }
}
