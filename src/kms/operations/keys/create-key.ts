import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Bytes, Flag, Json, Member, OneOf, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import { KeyCreation } from '../../keys/key-creation.ts';
import { keysArn } from '../../keys/key-name.ts';
import { requireKeyPolicy } from '../../keys/key-policy.ts';
import { keySpecNames, keyUsageNames, type KeySpec, type KeyUsage } from '../../keys/key-spec.ts';
import type { KeyOrigin } from '../../keys/key.entity.ts';
import { kmsInstanceId } from '../../kms-instance.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyMetadata, showKey } from '../shapes/key-metadata.ts';
import { readRotation } from '../shapes/key-rotation.ts';
import { readTags, Tag } from '../shapes/tag.ts';

export class CreateKeyRequest {
  @Optional() @Text(0, 8192) Description: string = '';
  @Optional() @OneOf(...keySpecNames) KeySpec: KeySpec = 'Aliyun_AES_256';
  @Optional() @OneOf(...keyUsageNames) KeyUsage?: KeyUsage;
  @Optional() @OneOf('Aliyun_KMS', 'EXTERNAL') Origin: KeyOrigin = 'Aliyun_KMS';
  @Optional() @OneOf('SOFTWARE') ProtectionLevel?: string;
  @Optional() @Json(Tag, { max: 20 }) Tags: Tag[] = [];
  @Optional() @Text(1, 64) DKMSInstanceId?: string;
  @Optional() @Flag() EnableAutomaticRotation: boolean = false;
  @Optional() @Text(1, 16) RotationInterval?: string;
  @Optional() @Unsupported('material is sealed in the database') KeyStorageMechanism?: string;
  @Optional() @Bytes(1, 32_768) Policy?: string;
}

export class CreateKeyResponse {
  @Member() KeyMetadata: KeyMetadata;
}

@KmsAction({
  request: CreateKeyRequest,
  response: CreateKeyResponse,
  route: 'POST /kms/keys',
  resource: keysArn,
  partial: 'no SM2 and SM4 keys; ProtectionLevel SOFTWARE; Origin EXTERNAL for symmetric keys only',
})
export class CreateKey implements ActionHandler<CreateKeyRequest, CreateKeyResponse> {
  constructor(private readonly keys: KeyCreation) {}

  async handle(caller: Caller, request: CreateKeyRequest): Promise<CreateKeyResponse> {
    const { DKMSInstanceId: instanceId, Policy } = request;
    if (instanceId !== undefined && instanceId !== kmsInstanceId(caller)) throw KmsErrors.InstanceNotFound();
    const key = await this.keys.create(caller, {
      spec: request.KeySpec,
      usage: request.KeyUsage,
      origin: request.Origin,
      description: request.Description,
      tags: readTags(request.Tags),
      policy: Policy === undefined ? undefined : requireKeyPolicy(Policy),
      instanceId,
      rotationSeconds: readRotation(request),
    });
    return { KeyMetadata: showKey(key) };
  }
}
