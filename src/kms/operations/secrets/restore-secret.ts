import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { SecretDeletion } from '../../secrets/secret-deletion.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';

export class RestoreSecretRequest {
  @SecretName() SecretName: string;
}

export class RestoreSecretResponse {
  @Member() SecretName: string;
}

@KmsAction({
  request: RestoreSecretRequest,
  response: RestoreSecretResponse,
  route: 'POST /kms/secrets:restore',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class RestoreSecret implements ActionHandler<RestoreSecretRequest, RestoreSecretResponse> {
  constructor(private readonly deletion: SecretDeletion) {}

  async handle(caller: Caller, request: RestoreSecretRequest): Promise<RestoreSecretResponse> {
    const secret = await this.deletion.restore(caller, request.SecretName);
    return { SecretName: secret.name };
  }
}
