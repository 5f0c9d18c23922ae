import { Flag, Member, Optional } from '../../../gateway/fields.ts';
import { within, type Bastion } from '../../instances/bastion.ts';
import { NetworkDomains } from '../../network-domains/network-domains.ts';
import { NetworkProxies } from '../../network-domains/network-proxies.ts';
import type { NetworkProxyRow } from '../../network-domains/network-proxy.entity.ts';
import { ProxyStates } from '../../network-domains/proxy-states.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { domainSummary, DomainSummary } from '../shapes/network-domain.ts';

export class GetNetworkDomainRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() NetworkDomainId: string;
  @Optional() @Flag() CheckProxyState: boolean = false;
}

export class DomainProxy {
  @Member() Address: string;
  @Member() HasPassword: boolean;
  @Member() NodeType: string;
  @Member() Port: number;
  /** Known only after the first check. */
  @Member() ProxyState?: string;
  @Member() ProxyStateErrorCode?: string;
  @Member() ProxyType: string;
  @Member() User: string;
}

export class NetworkDomainDetails extends DomainSummary {
  @Member([DomainProxy]) Proxies: DomainProxy[];
}

export class GetNetworkDomainResponse {
  @Member() NetworkDomain: NetworkDomainDetails;
}

@BastionhostAction({
  request: GetNetworkDomainRequest,
  response: GetNetworkDomainResponse,
  route: 'GET /bastionhost/network-domains/{NetworkDomainId}',
})
export class GetNetworkDomain implements BastionHandler<GetNetworkDomainRequest, GetNetworkDomainResponse> {
  constructor(
    private readonly domains: NetworkDomains,
    private readonly proxies: NetworkProxies,
    private readonly states: ProxyStates,
  ) {}

  async handle(bastion: Bastion, request: GetNetworkDomainRequest): Promise<GetNetworkDomainResponse> {
    const domain = await this.domains.get(bastion, request.NetworkDomainId);
    const key = { ...within(bastion), networkDomainId: domain.id };
    const proxies = request.CheckProxyState ? await this.states.check(key) : await this.proxies.of(key);
    return { NetworkDomain: { ...domainSummary(domain), Proxies: proxies.map(domainProxy) } };
  }
}

function domainProxy(proxy: NetworkProxyRow): DomainProxy {
  return {
    Address: proxy.address,
    HasPassword: proxy.sealedPassword !== null,
    NodeType: proxy.nodeType,
    Port: proxy.port,
    ProxyState: proxy.state ?? undefined,
    ProxyStateErrorCode: proxy.stateError ?? undefined,
    ProxyType: proxy.proxyType,
    User: proxy.userName,
  };
}
