import type { Caller } from '../../../common/caller.ts';
import { AssetDeletion } from '../../hosts/asset-deletion.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAccountId: string;
}

@BastionhostAction({
  request: DeleteHostAccountRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/host-accounts/{HostAccountId}',
})
export class DeleteHostAccount implements BastionHandler<DeleteHostAccountRequest, NoAnswer> {
  constructor(private readonly assets: AssetDeletion) {}

  async handle(bastion: Bastion, request: DeleteHostAccountRequest, caller: Caller): Promise<NoAnswer> {
    await this.assets.deleteHostAccount(caller, bastion, request.HostAccountId);
    return {};
  }
}
