import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Json, Member, OneOf, Optional, Text, Unsupported } from '../../gateway/fields.ts';
import { keysArn } from '../keys/key-name.ts';
import { KeysService } from '../keys/keys.service.ts';
import { KmsAction } from './kms-action.ts';
import { absentKeyMembers, KeyMetadata, showKey } from './shapes/key-metadata.ts';
import { readTags, Tag } from './shapes/tag.ts';

export class CreateKeyRequest {
  @Optional() @Text(0, 8192) Description: string = '';
  @Optional() @OneOf('Aliyun_AES_256') KeySpec?: string;
  @Optional() @OneOf('ENCRYPT/DECRYPT') KeyUsage?: string;
  @Optional() @OneOf('Aliyun_KMS') Origin?: string;
  @Optional() @OneOf('SOFTWARE') ProtectionLevel?: string;
  @Optional() @Json(Tag, { max: 20 }) Tags: Tag[] = [];
  @Optional() @Unsupported('there is one KMS, without instances') DKMSInstanceId?: string;
  @Optional() @Unsupported('keys are not rotated', ['false']) EnableAutomaticRotation?: boolean;
  @Optional() @Unsupported('keys are not rotated') RotationInterval?: string;
  @Optional() @Unsupported('material is sealed in the database') KeyStorageMechanism?: string;
  @Optional() @Unsupported('keys have no policies of their own') Policy?: string;
}

export class CreateKeyResponse {
  @Member() KeyMetadata: KeyMetadata;
}

@KmsAction({
  request: CreateKeyRequest,
  response: CreateKeyResponse,
  route: 'POST /kms/keys',
  resource: keysArn,
  partial: 'only symmetric keys (Aliyun_AES_256) with material of its own; no rotation, no key policy',
  omits: absentKeyMembers,
})
export class CreateKey implements ActionHandler<CreateKeyRequest, CreateKeyResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, request: CreateKeyRequest): Promise<CreateKeyResponse> {
    const key = await this.keys.create(caller, { description: request.Description, tags: readTags(request.Tags) });
    return { KeyMetadata: showKey(caller, key) };
  }
}
