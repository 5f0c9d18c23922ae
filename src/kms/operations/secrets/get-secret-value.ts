import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Optional } from '../../../gateway/fields.ts';
import { SecretReader } from '../../kms.api.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId, VersionStage } from '../kms-fields.ts';
import { SecretValueShape, showValue } from '../shapes/secret-value.ts';

export class GetSecretValueRequest {
  @SecretName() SecretName: string;
  @Optional() @VersionId() VersionId?: string;
  @Optional() @VersionStage() VersionStage?: string;
  @Optional() @Flag() FetchExtendedConfig: boolean = false;
  @Optional() @Flag() DryRun: boolean = false;
}

export class GetSecretValueResponse extends SecretValueShape {}

@KmsAction({
  request: GetSecretValueRequest,
  response: GetSecretValueResponse,
  route: 'GET /kms/secrets/{SecretName}/value',
  resource: (caller, request) => secretArn(caller, request.SecretName),
  guardedByCore: true,
})
export class GetSecretValue implements ActionHandler<GetSecretValueRequest, GetSecretValueResponse> {
  constructor(private readonly secrets: SecretReader) {}

  async handle(caller: Caller, request: GetSecretValueRequest): Promise<GetSecretValueResponse> {
    const value = await this.secrets.getValue(caller, {
      secretName: request.SecretName,
      versionId: request.VersionId,
      versionStage: request.VersionStage,
      dryRun: request.DryRun,
    });
    return showValue(value, request.FetchExtendedConfig);
  }
}
