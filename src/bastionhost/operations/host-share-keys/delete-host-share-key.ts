import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { HostShareKeys } from '../../hosts/host-share-keys.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostShareKeyRequest {
  @InstanceId() InstanceId: string;
  @PublishedAsOptional() @ObjectId() HostShareKeyId: string;
}

@BastionhostAction({
  request: DeleteHostShareKeyRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/host-share-keys/{HostShareKeyId}',
})
export class DeleteHostShareKey implements BastionHandler<DeleteHostShareKeyRequest, NoAnswer> {
  constructor(private readonly keys: HostShareKeys) {}

  async handle(bastion: Bastion, { HostShareKeyId }: DeleteHostShareKeyRequest): Promise<NoAnswer> {
    await this.keys.delete(bastion, HostShareKeyId);
    return {};
  }
}
