import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { defaultKeyPolicy } from '../../keys/key-policy.ts';
import { KeysService } from '../../keys/keys.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';

export class GetKeyPolicyRequest {
  @KeyId() KeyId: string;
  @Optional() @OneOf('default') PolicyName?: string;
}

export class GetKeyPolicyResponse {
  @Member() Policy: string;
}

@KmsAction({
  request: GetKeyPolicyRequest,
  response: GetKeyPolicyResponse,
  route: 'GET /kms/keys/{KeyId}/policy',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class GetKeyPolicy implements ActionHandler<GetKeyPolicyRequest, GetKeyPolicyResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, request: GetKeyPolicyRequest): Promise<GetKeyPolicyResponse> {
    const { policy, accountId } = await this.keys.readById(caller, request.KeyId);
    return { Policy: policy ?? defaultKeyPolicy(accountId) };
  }
}
