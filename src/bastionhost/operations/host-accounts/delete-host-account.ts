import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { AssetDeletion } from '../../hosts/asset-deletion.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
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
export class DeleteHostAccount implements ActionHandler<DeleteHostAccountRequest, NoAnswer> {
  constructor(private readonly assets: AssetDeletion) {}

  async handle(caller: Caller, request: DeleteHostAccountRequest): Promise<NoAnswer> {
    await this.assets.deleteHostAccount(caller, request.InstanceId, request.HostAccountId);
    return {};
  }
}
