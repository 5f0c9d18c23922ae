import type { Caller } from '../../../common/caller.ts';
import { Redacted } from '../../../common/redacted.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional, Sensitive } from '../../../gateway/fields.ts';
import { GenericValues } from '../../secrets/generic-values.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import type { SecretDataType } from '../../secrets/secret-version.entity.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId, VersionStageList } from '../kms-fields.ts';
import { VersionStages } from '../shapes/version-stages.ts';

export class PutSecretValueRequest {
  @SecretName() SecretName: string;
  @VersionId() VersionId: string;
  @Sensitive(1, 30_720) SecretData: Redacted<string>;
  @Optional() @OneOf('text', 'binary') SecretDataType: SecretDataType = 'text';
  @Optional() @VersionStageList() VersionStages: string[] = [];
}

export class PutSecretValueResponse {
  @Member() SecretName: string;
  @Member() VersionId: string;
  @Member() VersionStages: VersionStages;
}

@KmsAction({
  request: PutSecretValueRequest,
  response: PutSecretValueResponse,
  route: 'POST /kms/secrets:put-value',
  resource: (caller, request) => secretArn(caller, request.SecretName),
})
export class PutSecretValue implements ActionHandler<PutSecretValueRequest, PutSecretValueResponse> {
  constructor(private readonly values: GenericValues) {}

  async handle(caller: Caller, request: PutSecretValueRequest): Promise<PutSecretValueResponse> {
    const { secret, stages } = await this.values.put(caller, {
      secretName: request.SecretName,
      versionId: request.VersionId,
      data: request.SecretData,
      dataType: request.SecretDataType,
      stages: request.VersionStages,
    });
    return { SecretName: secret.name, VersionId: request.VersionId, VersionStages: { VersionStage: stages } };
  }
}
