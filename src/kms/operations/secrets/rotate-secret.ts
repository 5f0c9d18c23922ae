import type { Caller } from '../../../common/caller.ts';
import { ServiceError } from '../../../common/service-error.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Extension, Flag, Member, Optional } from '../../../gateway/fields.ts';
import { Rotations } from '../../../rotation/rotation.api.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { dryRunAnswer } from '../../dry-run.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId } from '../kms-fields.ts';

export class RotateSecretRequest {
  @SecretName() SecretName: string;
  @VersionId() VersionId: string;
  /** Checks whether the rotation could be carried out, and changes nothing. */
  @Extension() @Optional() @Flag() DryRun: boolean = false;
}

export class RotateSecretResponse {
  @Member() Arn: string;
  @Member() SecretName: string;
  @Member() VersionId: string;
}

@KmsAction({
  request: RotateSecretRequest,
  response: RotateSecretResponse,
  route: 'POST /kms/secrets:rotate',
  resource: (caller, request) => secretArn(caller, request.SecretName),
  partial: 'ECS and RAMCredentials secrets only; rotation of Windows passwords was tested on an emulated instance only',
})
export class RotateSecret implements ActionHandler<RotateSecretRequest, RotateSecretResponse> {
  constructor(private readonly rotations: Rotations) {}

  async handle(caller: Caller, request: RotateSecretRequest): Promise<RotateSecretResponse> {
    const { SecretName: secretName, VersionId: versionId } = request;
    if (request.DryRun) throw await this.rehearse(caller, { secretName, versionId });
    const rotation = await this.rotations.rotate(caller, { secretName, versionId });
    return { Arn: rotation.secretArn, SecretName: rotation.secretName, VersionId: rotation.versionId };
  }

  private async rehearse(caller: Caller, request: { secretName: string; versionId: string }): Promise<unknown> {
    try {
      const obstacle = await this.rotations.rehearse(caller, request);
      if (!obstacle) return KmsErrors.DryRunOperation();
      return KmsErrors.DryRunValidation({ Reason: `${obstacle.code}. ${obstacle.whatToDo}` });
    } catch (error) {
      return error instanceof ServiceError ? dryRunAnswer(error) : error;
    }
  }
}
