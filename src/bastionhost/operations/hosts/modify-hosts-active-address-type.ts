import { OneOf } from '../../../gateway/fields.ts';
import { HostBatches } from '../../hosts/host-batches.ts';
import type { AddressType } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList } from '../bastionhost-fields.ts';
import { hostOutcomes, HostOutcomes } from '../shapes/host-results.ts';

export class ModifyHostsActiveAddressTypeRequest {
  @InstanceId() InstanceId: string;
  @ObjectIdList(100) HostIds: string[];
  @OneOf('Public', 'Private') ActiveAddressType: AddressType;
}

@BastionhostAction({
  request: ModifyHostsActiveAddressTypeRequest,
  response: HostOutcomes,
  route: 'PATCH /bastionhost/host-active-address-types',
})
export class ModifyHostsActiveAddressType implements BastionHandler<ModifyHostsActiveAddressTypeRequest, HostOutcomes> {
  constructor(private readonly hosts: HostBatches) {}

  async handle(bastion: Bastion, request: ModifyHostsActiveAddressTypeRequest): Promise<HostOutcomes> {
    return hostOutcomes(await this.hosts.setActiveAddressType(bastion, request.HostIds, request.ActiveAddressType));
  }
}
