import { Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { UserPublicKey } from '../../users/user-public-key.entity.ts';
import { UserPublicKeysService } from '../../users/user-public-keys.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';

export class ListUserPublicKeysRequest {
  @InstanceId() InstanceId: string;
  @Optional() @ObjectId() UserId?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class UserPublicKeyItem {
  @Member() Comment: string;
  @Member() FingerPrint: string;
  @Member() PublicKeyId: string;
  @Member() PublicKeyName: string;
  @Member() UserId: string;
}

export class ListUserPublicKeysResponse {
  @Member([UserPublicKeyItem]) PublicKeys: UserPublicKeyItem[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListUserPublicKeysRequest,
  response: ListUserPublicKeysResponse,
  route: 'GET /bastionhost/user-public-keys',
})
export class ListUserPublicKeys implements BastionHandler<ListUserPublicKeysRequest, ListUserPublicKeysResponse> {
  constructor(private readonly publicKeys: UserPublicKeysService) {}

  async handle(bastion: Bastion, request: ListUserPublicKeysRequest): Promise<ListUserPublicKeysResponse> {
    const page = pageOf(request, 20);
    const { items, total } = await this.publicKeys.list(bastion, request.UserId, page);
    return { PublicKeys: items.map(itemOf), TotalCount: total };
  }
}

function itemOf({ id, comment, fingerprint, keyName, userId }: UserPublicKey): UserPublicKeyItem {
  return { Comment: comment, FingerPrint: fingerprint, PublicKeyId: id, PublicKeyName: keyName, UserId: userId };
}
