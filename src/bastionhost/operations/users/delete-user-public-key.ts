import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { UserPublicKeysService } from '../../users/user-public-keys.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
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
export class DeleteUserPublicKey implements ActionHandler<DeleteUserPublicKeyRequest, NoAnswer> {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async handle(caller: Caller, request: DeleteUserPublicKeyRequest): Promise<NoAnswer> {
    await this.publicKeys.delete(caller, request.InstanceId, request.PublicKeyId);
    return {};
  }
}
