import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Clearable, Json, JsonText, Member, Optional, Text } from '../../../gateway/fields.ts';
import { SecretChanges } from '../../secrets/secret-changes.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';

class ExtendedConfigChange {
  @Optional() @JsonText(2, 1024) CustomData?: string;
}

export class UpdateSecretRequest {
  @SecretName() SecretName: string;
  @Clearable() @Text(1, 8192) Description?: string;
  @Optional() @Json(ExtendedConfigChange) ExtendedConfig?: ExtendedConfigChange;
}

export class UpdateSecretResponse {
  @Member() SecretName: string;
}

@KmsAction({
  request: UpdateSecretRequest,
  response: UpdateSecretResponse,
  route: 'PATCH /kms/secrets/{SecretName}',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class UpdateSecret implements ActionHandler<UpdateSecretRequest, UpdateSecretResponse> {
  constructor(private readonly secrets: SecretChanges) {}

  async handle(caller: Caller, request: UpdateSecretRequest): Promise<UpdateSecretResponse> {
    const change = { description: request.Description, customData: request.ExtendedConfig?.CustomData };
    const secret = await this.secrets.update(caller, request.SecretName, change);
    return { SecretName: secret.name };
  }
}
