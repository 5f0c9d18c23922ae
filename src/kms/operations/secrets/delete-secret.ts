import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional, Whole } from '../../../gateway/fields.ts';
import { SecretDeletion } from '../../secrets/secret-deletion.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';

export class DeleteSecretRequest {
  @SecretName() SecretName: string;
  @Optional() @Whole(7, 30) RecoveryWindowInDays: number = 30;
  @Optional() @Flag() ForceDeleteWithoutRecovery: boolean = false;
}

export class DeleteSecretResponse {
  @Member() SecretName: string;
  @Member() PlannedDeleteTime: string;
}

@KmsAction({
  request: DeleteSecretRequest,
  response: DeleteSecretResponse,
  route: 'DELETE /kms/secrets/{SecretName}',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class DeleteSecret implements ActionHandler<DeleteSecretRequest, DeleteSecretResponse> {
  constructor(private readonly deletion: SecretDeletion) {}

  async handle(caller: Caller, request: DeleteSecretRequest): Promise<DeleteSecretResponse> {
    const { SecretName, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force } = request;
    // Terraform always sends a window, which immediate deletion ignores.
    const deleted = force
      ? await this.deletion.deleteNow(caller, SecretName)
      : await this.deletion.schedule(caller, SecretName, days);
    return { SecretName: deleted.name, PlannedDeleteTime: wireTime(deleted.plannedDeletionAt) };
  }
}
