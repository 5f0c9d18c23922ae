import { Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { UserPublicKeysService } from '../../users/user-public-keys.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyUserPublicKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() PublicKeyId: string;
  @Optional() @Name() PublicKeyName?: string;
  /** A whole line of an authorized_keys file, in Base64. */
  @Optional() @Text(1, 4096) PublicKey?: string;
  @Optional() @Comment() Comment?: string;
}

@BastionhostAction({
  request: ModifyUserPublicKeyRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/user-public-keys/{PublicKeyId}',
})
export class ModifyUserPublicKey implements BastionHandler<ModifyUserPublicKeyRequest, NoAnswer> {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async handle(bastion: Bastion, request: ModifyUserPublicKeyRequest): Promise<NoAnswer> {
    await this.publicKeys.modify(bastion, request.PublicKeyId, {
      keyName: request.PublicKeyName,
      comment: request.Comment,
      encodedLine: request.PublicKey,
    });
    return {};
  }
}
