import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { SecretDirectory } from '../../secrets/secret-directory.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { scheduleOf } from '../../secrets/secret-schedule.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName } from '../kms-fields.ts';
import { AutomaticRotation, showSchedule } from '../shapes/automatic-rotation.ts';
import { showTags, TagList } from '../shapes/tag.ts';

export class DescribeSecretRequest {
  @SecretName() SecretName: string;
  @Optional() @Flag() FetchTags: boolean = false;
}

export class DescribeSecretResponse extends AutomaticRotation {
  @Member() Arn: string;
  @Member() SecretName: string;
  @Member() SecretType: string;
  @Member() Description: string;
  @Member() EncryptionKeyId?: string;
  @Member() ExtendedConfig?: string;
  @Member() CreateTime: string;
  @Member() UpdateTime: string;
  @Member() LastRotationDate?: string;
  @Member() PlannedDeleteTime?: string;
  @Member() Tags?: TagList;
}

@KmsAction({
  request: DescribeSecretRequest,
  response: DescribeSecretResponse,
  route: 'GET /kms/secrets/{SecretName}',
  resource: (caller, request) => secretArn(caller, request.SecretName),
  omits: {
    DKMSInstanceId: 'there is one KMS, without instances',
    OwingService: 'no other service owns secrets',
  },
})
export class DescribeSecret implements ActionHandler<DescribeSecretRequest, DescribeSecretResponse> {
  constructor(private readonly secrets: SecretDirectory) {}

  async handle(caller: Caller, request: DescribeSecretRequest): Promise<DescribeSecretResponse> {
    const secret = await this.secrets.findShared(caller, request.SecretName);
    return {
      Arn: secretArn(secret, secret.name),
      SecretName: secret.name,
      SecretType: secret.type,
      Description: secret.description,
      // Terraform recreates a secret when a key appears that its configuration does not name.
      EncryptionKeyId: secret.keyNamed ? secret.keyId : undefined,
      ExtendedConfig: secret.extendedConfig ?? undefined,
      CreateTime: wireTime(secret.createdAt),
      UpdateTime: wireTime(secret.updatedAt),
      LastRotationDate: secret.lastRotatedAt ? wireTime(secret.lastRotatedAt) : undefined,
      PlannedDeleteTime: secret.plannedDeletionAt ? wireTime(secret.plannedDeletionAt) : undefined,
      ...showSchedule(scheduleOf(secret)),
      Tags: request.FetchTags ? showTags(secret.tags) : undefined,
    };
  }
}
