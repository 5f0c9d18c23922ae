import type { Caller } from '../../../common/caller.ts';
import { Redacted } from '../../../common/redacted.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import {
  Bytes,
  Flag,
  Json,
  JsonText,
  Member,
  OneOf,
  Optional,
  Sensitive,
  Text,
  Unsupported,
} from '../../../gateway/fields.ts';
import type { SecretType } from '../../kms.api.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { autoName, AutoNamedSecrets, autoNameOf } from '../../secrets/auto-named-secrets.ts';
import { SecretCreation } from '../../secrets/secret-creation.ts';
import type { SecretDraft } from '../../secrets/secret-draft.ts';
import { secretArn } from '../../secrets/secret-name.ts';
import { scheduleOf } from '../../secrets/secret-schedule.ts';
import type { SecretDataType } from '../../secrets/secret-version.entity.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, NewSecretName, VersionId } from '../kms-fields.ts';
import { AutomaticRotation, readSchedule, showSchedule } from '../shapes/automatic-rotation.ts';
import { readTags, Tag } from '../shapes/tag.ts';

export class CreateSecretRequest {
  @NewSecretName() SecretName: string;
  @VersionId() VersionId: string;
  @Sensitive(1, 30_720) SecretData: Redacted<string>;
  @Optional() @OneOf('text', 'binary') SecretDataType: SecretDataType = 'text';
  @Optional() @OneOf('Generic', 'ECS', 'RAMCredentials') SecretType: SecretType = 'Generic';
  @Optional() @JsonText(2, 1024) ExtendedConfig?: string;
  @Optional() @Text(0, 8192) Description: string = '';
  @Optional() @KeyId() EncryptionKeyId?: string;
  @Optional() @Json(Tag, { max: 20 }) Tags: Tag[] = [];
  @Optional() @Unsupported('there is one KMS, without instances') DKMSInstanceId?: string;
  @Optional() @Flag() EnableAutomaticRotation: boolean = false;
  @Optional() @Text(2, 16) RotationInterval?: string;
  @Optional() @Bytes(1, 32_768) Policy?: string;
}

export class CreateSecretResponse extends AutomaticRotation {
  @Member() Arn: string;
  @Member() SecretName: string;
  @Member() VersionId: string;
  @Member() SecretType: string;
  @Member() ExtendedConfig?: string;
}

@KmsAction({
  request: CreateSecretRequest,
  response: CreateSecretResponse,
  route: 'POST /kms/secrets',
  resource: (caller, request) => secretArn(caller, nameOf(request)),
  partial:
    'SecretType Generic, ECS and RAMCredentials (one AccessKey); Rds, Redis and PolarDB are refused with InvalidParameter; ECS secrets are accepted under any name, where the vendor requires acs/ecs/',
  omits: { DKMSInstanceId: 'there is one KMS, without instances' },
})
export class CreateSecret implements ActionHandler<CreateSecretRequest, CreateSecretResponse> {
  constructor(
    private readonly secrets: SecretCreation,
    private readonly autoNamed: AutoNamedSecrets,
  ) {}

  async handle(caller: Caller, request: CreateSecretRequest): Promise<CreateSecretResponse> {
    const draft = readDraft(request);
    const maker = request.SecretName === autoName ? this.autoNamed : this.secrets;
    const secret = await maker.create(caller, draft);
    return {
      Arn: secretArn(caller, secret.name),
      SecretName: secret.name,
      VersionId: request.VersionId,
      SecretType: secret.type,
      ExtendedConfig: secret.extendedConfig ?? undefined,
      ...showSchedule(scheduleOf(secret)),
    };
  }
}

function readDraft(request: CreateSecretRequest): SecretDraft {
  return {
    name: nameOf(request),
    type: request.SecretType,
    description: request.Description,
    encryptionKeyId: request.EncryptionKeyId,
    // A Generic secret has none; a given one is ignored (documented).
    extendedConfig: request.SecretType === 'Generic' ? undefined : request.ExtendedConfig,
    tags: readTags(request.Tags),
    policy: request.Policy,
    rotationSeconds: readRotation(request),
    versionId: request.VersionId,
    data: request.SecretData,
    dataType: request.SecretDataType,
  };
}

// Names that begin with `acs/` are reserved for managed secrets (documented).
function nameOf({ SecretName: name, SecretType: type, ExtendedConfig: config = '' }: CreateSecretRequest): string {
  const isFit = name === autoName ? type === 'RAMCredentials' : type !== 'Generic' || !name.startsWith('acs/');
  if (!isFit) throw KmsErrors.InvalidParameter({ Name: 'SecretName' });
  return name === autoName ? autoNameOf(config) : name;
}

// Only managed secrets are rotated.
function readRotation({ SecretType, EnableAutomaticRotation, RotationInterval }: CreateSecretRequest) {
  if (SecretType === 'Generic' && EnableAutomaticRotation)
    throw KmsErrors.InvalidParameter({ Name: 'EnableAutomaticRotation' });
  return readSchedule(EnableAutomaticRotation, RotationInterval);
}
