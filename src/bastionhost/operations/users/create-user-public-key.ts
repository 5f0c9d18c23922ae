import { Member, Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UserPublicKeysService } from '../../users/user-public-keys.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';

export class CreateUserPublicKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @Name() PublicKeyName: string;
  /** A whole line of an authorized_keys file, in Base64. */
  @Text(1, 4096) PublicKey: string;
  @Optional() @Comment() Comment?: string;
}

export class CreateUserPublicKeyResponse {
  @Member() PublicKeyId: string;
}

@BastionhostAction({
  request: CreateUserPublicKeyRequest,
  response: CreateUserPublicKeyResponse,
  route: 'POST /bastionhost/user-public-keys',
})
export class CreateUserPublicKey implements BastionHandler<CreateUserPublicKeyRequest, CreateUserPublicKeyResponse> {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async handle(bastion: Bastion, request: CreateUserPublicKeyRequest): Promise<CreateUserPublicKeyResponse> {
    const publicKeyId = await this.publicKeys.create(bastion, {
      userId: request.UserId,
      keyName: request.PublicKeyName,
      comment: request.Comment ?? '',
      encodedLine: request.PublicKey,
    });
    return { PublicKeyId: publicKeyId };
  }
}
