import { HostBatches } from '../../hosts/host-batches.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';
import { hostOutcomes, HostOutcomes } from '../shapes/host-results.ts';

export class MoveHostsToNetworkDomainRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() NetworkDomainId: string;
  @ObjectIdList(100) HostIds: string[];
}

@BastionhostAction({
  request: MoveHostsToNetworkDomainRequest,
  response: HostOutcomes,
  route: 'POST /bastionhost/network-domains:move-hosts',
})
export class MoveHostsToNetworkDomain implements BastionHandler<MoveHostsToNetworkDomainRequest, HostOutcomes> {
  constructor(private readonly hosts: HostBatches) {}

  async handle(bastion: Bastion, request: MoveHostsToNetworkDomainRequest): Promise<HostOutcomes> {
    return hostOutcomes(await this.hosts.moveTo(bastion, request.NetworkDomainId, request.HostIds));
  }
}
