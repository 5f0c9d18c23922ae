import type { Bastion } from '../../instances/bastion.ts';
import { UserPublicKeysService } from '../../users/user-public-keys.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteUserPublicKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() PublicKeyId: string;
}

@BastionhostAction({
  request: DeleteUserPublicKeyRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/user-public-keys/{PublicKeyId}',
})
export class DeleteUserPublicKey implements BastionHandler<DeleteUserPublicKeyRequest, NoAnswer> {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async handle(bastion: Bastion, request: DeleteUserPublicKeyRequest): Promise<NoAnswer> {
    await this.publicKeys.delete(bastion, request.PublicKeyId);
    return {};
  }
}
