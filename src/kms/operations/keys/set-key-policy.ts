import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Bytes, OneOf, Optional } from '../../../gateway/fields.ts';
import { KeyChanges } from '../../keys/key-changes.ts';
import { keyArn } from '../../keys/key-name.ts';
import { requireKeyPolicy } from '../../keys/key-policy.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class SetKeyPolicyRequest {
  @KeyId() KeyId: string;
  @Optional() @OneOf('default') PolicyName?: string;
  @Bytes(1, 32_768) Policy: string;
}

@KmsAction({
  request: SetKeyPolicyRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:set-policy',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class SetKeyPolicy implements ActionHandler<SetKeyPolicyRequest, EmptyResponse> {
  constructor(private readonly keys: KeyChanges) {}

  async handle(caller: Caller, request: SetKeyPolicyRequest): Promise<EmptyResponse> {
    await this.keys.setPolicy(caller, request.KeyId, requireKeyPolicy(request.Policy));
    return {};
  }
}
