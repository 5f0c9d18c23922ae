import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { policyName } from '../../resource-policy.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { SecretPolicies } from '../../secrets/secret-policies.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';

export class GetSecretPolicyRequest {
  @SecretName() SecretName: string;
  @Optional() @Text(1, 64) PolicyName: string = policyName;
}

export class GetSecretPolicyResponse {
  @Member() Policy: string;
}

@KmsAction({
  request: GetSecretPolicyRequest,
  response: GetSecretPolicyResponse,
  route: 'GET /kms/secrets/{SecretName}/policy',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class GetSecretPolicy implements ActionHandler<GetSecretPolicyRequest, GetSecretPolicyResponse> {
  constructor(private readonly policies: SecretPolicies) {}

  async handle(caller: Caller, { SecretName, PolicyName }: GetSecretPolicyRequest): Promise<GetSecretPolicyResponse> {
    return { Policy: await this.policies.get(caller, SecretName, PolicyName) };
  }
}
