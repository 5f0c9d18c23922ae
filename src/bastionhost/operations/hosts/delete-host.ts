import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { AssetDeletion } from '../../hosts/asset-deletion.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
}

@BastionhostAction({ request: DeleteHostRequest, response: NoAnswer, route: 'DELETE /bastionhost/hosts/{HostId}' })
export class DeleteHost implements ActionHandler<DeleteHostRequest, NoAnswer> {
  constructor(private readonly assets: AssetDeletion) {}

  async handle(caller: Caller, request: DeleteHostRequest): Promise<NoAnswer> {
    await this.assets.deleteHost(caller, request.InstanceId, request.HostId);
    return {};
  }
}
