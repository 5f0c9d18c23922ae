import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional, Text } from '../../../gateway/fields.ts';
import { SecretChanges } from '../../secrets/secret-changes.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';
import { readSchedule } from '../shapes/automatic-rotation.ts';

export class UpdateSecretRotationPolicyRequest {
  @SecretName() SecretName: string;
  @Flag() EnableAutomaticRotation: boolean;
  @Optional() @Text(2, 16) RotationInterval?: string;
}

export class UpdateSecretRotationPolicyResponse {
  @Member() SecretName: string;
}

@KmsAction({
  request: UpdateSecretRotationPolicyRequest,
  response: UpdateSecretRotationPolicyResponse,
  route: 'PATCH /kms/secrets/{SecretName}/rotation-policy',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class UpdateSecretRotationPolicy implements ActionHandler<
  UpdateSecretRotationPolicyRequest,
  UpdateSecretRotationPolicyResponse
> {
  constructor(private readonly secrets: SecretChanges) {}

  async handle(
    caller: Caller,
    request: UpdateSecretRotationPolicyRequest,
  ): Promise<UpdateSecretRotationPolicyResponse> {
    const seconds = readSchedule(request.EnableAutomaticRotation, request.RotationInterval);
    const { name } = await this.secrets.setSchedule(caller, request.SecretName, seconds);
    return { SecretName: name };
  }
}
