import type { Caller } from '../../../common/caller.ts';
import { AssetDeletion } from '../../hosts/asset-deletion.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
}

@BastionhostAction({ request: DeleteHostRequest, response: NoAnswer, route: 'DELETE /bastionhost/hosts/{HostId}' })
export class DeleteHost implements BastionHandler<DeleteHostRequest, NoAnswer> {
  constructor(private readonly assets: AssetDeletion) {}

  async handle(bastion: Bastion, request: DeleteHostRequest, caller: Caller): Promise<NoAnswer> {
    await this.assets.deleteHost(caller, bastion, request.HostId);
    return {};
  }
}
