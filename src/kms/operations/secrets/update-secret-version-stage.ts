import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { GenericValues } from '../../secrets/generic-values.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId, VersionStage } from '../kms-fields.ts';

export class UpdateSecretVersionStageRequest {
  @SecretName() SecretName: string;
  @VersionStage() VersionStage: string;
  @Optional() @VersionId() MoveToVersion?: string;
  @Optional() @VersionId() RemoveFromVersion?: string;
}

export class UpdateSecretVersionStageResponse {
  @Member() SecretName: string;
}

@KmsAction({
  request: UpdateSecretVersionStageRequest,
  response: UpdateSecretVersionStageResponse,
  route: 'PATCH /kms/secrets/{SecretName}/version-stages/{VersionStage}',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class UpdateSecretVersionStage implements ActionHandler<
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse
> {
  constructor(private readonly values: GenericValues) {}

  async handle(caller: Caller, request: UpdateSecretVersionStageRequest): Promise<UpdateSecretVersionStageResponse> {
    const secret = await this.values.moveStage(caller, {
      secretName: request.SecretName,
      stage: request.VersionStage,
      moveTo: request.MoveToVersion,
      removeFrom: request.RemoveFromVersion,
    });
    return { SecretName: secret.name };
  }
}
