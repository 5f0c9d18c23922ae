import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Member } from '../../gateway/fields.ts';
import { Rotations } from '../../rotation/rotation.api.ts';
import { secretArn } from '../secrets/secret-name.ts';
import { KmsAction } from './kms-action.ts';
import { SecretName, VersionId } from './kms-fields.ts';

export class RotateSecretRequest {
  @SecretName() SecretName: string;
  @VersionId() VersionId: string;
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
  partial: 'ECS secrets only; on Windows, passwords were rotated on an emulated instance only',
})
export class RotateSecret implements ActionHandler<RotateSecretRequest, RotateSecretResponse> {
  constructor(private readonly rotations: Rotations) {}

  async handle(caller: Caller, request: RotateSecretRequest): Promise<RotateSecretResponse> {
    const { SecretName: secretName, VersionId: versionId } = request;
    const rotation = await this.rotations.rotate(caller, { secretName, versionId });
    return { Arn: rotation.secretArn, SecretName: rotation.secretName, VersionId: rotation.versionId };
  }
}
