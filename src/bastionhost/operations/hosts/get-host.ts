import type { Caller } from '../../../common/caller.ts';
import { Member } from '../../../gateway/fields.ts';
import { protocolOf, type Host } from '../../hosts/host.entity.ts';
import { HostPlacement } from '../../hosts/host-placement.ts';
import { HostsService } from '../../hosts/hosts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { HostSummary, summaryOf } from '../shapes/host.ts';

export class GetHostRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
}

export class HostProtocol {
  /** Known only after the first connection. */
  @Member() HostFingerPrint?: string;
  @Member() Port: number;
  @Member() ProtocolName: string;
}

export class HostDetails extends HostSummary {
  @Member() NetworkDomainId: string;
  @Member() PrefKex?: string;
  @Member([HostProtocol]) Protocols: HostProtocol[];
}

export class GetHostResponse {
  @Member() Host: HostDetails;
}

@BastionhostAction({
  request: GetHostRequest,
  response: GetHostResponse,
  route: 'GET /bastionhost/hosts/{HostId}',
})
export class GetHost implements BastionHandler<GetHostRequest, GetHostResponse> {
  constructor(
    private readonly hosts: HostsService,
    private readonly placement: HostPlacement,
  ) {}

  async handle(bastion: Bastion, request: GetHostRequest, caller: Caller): Promise<GetHostResponse> {
    const host = await this.hosts.get(bastion, request.HostId);
    const sourceState = await this.hosts.stateOf(caller, host);
    const protocols = [protocolIn(host, await this.placement.pinnedKey(host))];
    const prefKex = host.osType === 'Linux' ? host.preferredKeyExchange : undefined;
    const details = { NetworkDomainId: host.networkDomainId, PrefKex: prefKex, Protocols: protocols };
    return { Host: { ...summaryOf({ host, sourceState }), ...details } };
  }
}

function protocolIn({ osType, port }: Host, fingerprint?: string): HostProtocol {
  return { HostFingerPrint: fingerprint, Port: port, ProtocolName: protocolOf(osType) };
}
