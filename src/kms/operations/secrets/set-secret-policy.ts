import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Bytes, Optional, Text } from '../../../gateway/fields.ts';
import { policyName } from '../../resource-policy.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { SecretPolicies } from '../../secrets/secret-policies.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class SetSecretPolicyRequest {
  @SecretName() SecretName: string;
  @Bytes(1, 32_768) Policy: string;
  @Optional() @Text(1, 64) PolicyName: string = policyName;
}

@KmsAction({
  request: SetSecretPolicyRequest,
  response: EmptyResponse,
  route: 'POST /kms/secrets:set-policy',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class SetSecretPolicy implements ActionHandler<SetSecretPolicyRequest, EmptyResponse> {
  constructor(private readonly policies: SecretPolicies) {}

  async handle(caller: Caller, { SecretName, PolicyName, Policy }: SetSecretPolicyRequest): Promise<EmptyResponse> {
    await this.policies.set(caller, SecretName, PolicyName, Policy);
    return {};
  }
}
