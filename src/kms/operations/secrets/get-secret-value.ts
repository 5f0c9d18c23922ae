import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Flag, Optional } from '../../../gateway/fields.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { SecretValues, type FoundValue } from '../../secrets/secret-values.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId, VersionStage } from '../kms-fields.ts';
import { orDryRun } from '../shapes/dry-run.ts';
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
  reword: orDryRun,
})
export class GetSecretValue implements FindingHandler<GetSecretValueRequest, GetSecretValueResponse, FoundValue> {
  constructor(private readonly values: SecretValues) {}

  find(caller: Caller, request: GetSecretValueRequest): Promise<FoundValue> {
    return this.values.find(caller, {
      secretName: request.SecretName,
      versionId: request.VersionId,
      versionStage: request.VersionStage,
      dryRun: request.DryRun,
    });
  }

  async handle(caller: Caller, request: GetSecretValueRequest, found: FoundValue): Promise<GetSecretValueResponse> {
    return showValue(await this.values.open(caller, found), request.FetchExtendedConfig);
  }
}
