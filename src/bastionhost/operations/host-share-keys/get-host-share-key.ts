import { Member } from '../../../gateway/fields.ts';
import { HostShareKeys } from '../../hosts/host-share-keys.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { HostShareKeyItem, hostShareKeyItem } from '../shapes/host-share-key.ts';

export class GetHostShareKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostShareKeyId: string;
}

export class GetHostShareKeyResponse {
  @Member() HostShareKey: HostShareKeyItem;
}

@BastionhostAction({
  request: GetHostShareKeyRequest,
  response: GetHostShareKeyResponse,
  route: 'GET /bastionhost/host-share-keys/{HostShareKeyId}',
})
export class GetHostShareKey implements BastionHandler<GetHostShareKeyRequest, GetHostShareKeyResponse> {
  constructor(private readonly keys: HostShareKeys) {}

  async handle(bastion: Bastion, { HostShareKeyId }: GetHostShareKeyRequest): Promise<GetHostShareKeyResponse> {
    return { HostShareKey: hostShareKeyItem(await this.keys.get(bastion, HostShareKeyId)) };
  }
}
