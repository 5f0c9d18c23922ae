import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { Installation } from '../../instances/installation.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class GetInstanceStoreInfoRequest {
  @InstanceId() InstanceId: string;
}

/** Bytes, of the file system that holds the data directory. */
export class GetInstanceStoreInfoResponse {
  @Member() Max: number;
  @Member() Usage: number;
}

@BastionhostAction({
  request: GetInstanceStoreInfoRequest,
  response: GetInstanceStoreInfoResponse,
  route: 'GET /bastionhost/instances/{InstanceId}/store',
})
export class GetInstanceStoreInfo implements BastionHandler<GetInstanceStoreInfoRequest, GetInstanceStoreInfoResponse> {
  constructor(private readonly installation: Installation) {}

  async handle(_bastion: Bastion): Promise<GetInstanceStoreInfoResponse> {
    const { size, used } = await this.installation.storage();
    return { Max: size, Usage: used };
  }
}
