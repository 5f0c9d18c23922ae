import { OneOf, Whole } from '../../../gateway/fields.ts';
import { HostBatches } from '../../hosts/host-batches.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList } from '../bastionhost-fields.ts';
import { hostOutcomes, HostOutcomes } from '../shapes/host-results.ts';

export class ModifyHostsPortRequest {
  @InstanceId() InstanceId: string;
  @ObjectIdList(100) HostIds: string[];
  @OneOf('SSH', 'RDP') ProtocolName: ProtocolName;
  @Whole(22, 65_535) Port: number;
}

@BastionhostAction({
  request: ModifyHostsPortRequest,
  response: HostOutcomes,
  route: 'PATCH /bastionhost/host-ports',
})
export class ModifyHostsPort implements BastionHandler<ModifyHostsPortRequest, HostOutcomes> {
  constructor(private readonly hosts: HostBatches) {}

  async handle(bastion: Bastion, request: ModifyHostsPortRequest): Promise<HostOutcomes> {
    const change = { protocolName: request.ProtocolName, port: request.Port };
    return hostOutcomes(await this.hosts.setPorts(bastion, request.HostIds, change));
  }
}
