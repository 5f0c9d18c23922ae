import type { Caller } from '../../common/caller.ts';
import { wireTime } from '../../common/clock.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Flag, Member, Optional } from '../../gateway/fields.ts';
import { SecretReader } from '../kms.api.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { KmsAction } from './kms-action.ts';
import { SecretName, VersionId, VersionStage } from './kms-fields.ts';
import { absentRotationMembers, automaticRotationOf } from './shapes/automatic-rotation.ts';
import { VersionStages } from './shapes/version-stages.ts';

export class GetSecretValueRequest {
  @SecretName() SecretName: string;
  @Optional() @VersionId() VersionId?: string;
  @Optional() @VersionStage() VersionStage?: string;
  @Optional() @Flag() FetchExtendedConfig: boolean = false;
  @Optional() @Flag() DryRun: boolean = false;
}

export class GetSecretValueResponse {
  @Member() SecretName: string;
  @Member() SecretType: string;
  @Member() SecretData: string;
  @Member() SecretDataType: string;
  @Member() VersionId: string;
  @Member() VersionStages: VersionStages;
  @Member() CreateTime: string;
  @Member() LastRotationDate?: string;
  @Member() AutomaticRotation?: string;
  @Member() ExtendedConfig?: string;
}

@KmsAction({
  request: GetSecretValueRequest,
  response: GetSecretValueResponse,
  route: 'GET /kms/secrets/{SecretName}/value',
  resource: (caller, request) => secretArn(caller, request.SecretName),
  guardedByCore: true,
  omits: absentRotationMembers,
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
    return {
      SecretName: value.secretName,
      SecretType: value.type,
      SecretData: value.data.reveal(),
      SecretDataType: value.dataType,
      VersionId: value.versionId,
      VersionStages: { VersionStage: [...value.versionStages] },
      CreateTime: wireTime(value.createdAt),
      LastRotationDate: value.lastRotatedAt && wireTime(value.lastRotatedAt),
      AutomaticRotation: automaticRotationOf(value.type),
      ExtendedConfig: request.FetchExtendedConfig ? value.extendedConfig : undefined,
    };
  }
}
