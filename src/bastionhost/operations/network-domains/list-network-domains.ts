import { Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { DomainList } from '../../network-domains/domain-list.ts';
import { networkDomainTypes, type NetworkDomainType } from '../../network-domains/network-domain.entity.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { domainSummary, DomainSummary } from '../shapes/network-domain.ts';

export class ListNetworkDomainsRequest {
  @InstanceId() InstanceId: string;
  @Optional() @Text(1, 128) NetworkDomainName?: string;
  @Optional() @OneOf(...networkDomainTypes) NetworkDomainType?: NetworkDomainType;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListedProxyState {
  @Member() NodeType: string;
  /** Known only after the first check. */
  @Member() ProxyState?: string;
}

export class ListedNetworkDomain extends DomainSummary {
  @Member([ListedProxyState]) ProxiesState: ListedProxyState[];
}

export class ListNetworkDomainsResponse {
  @Member([ListedNetworkDomain]) NetworkDomains: ListedNetworkDomain[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListNetworkDomainsRequest,
  response: ListNetworkDomainsResponse,
  route: 'GET /bastionhost/network-domains',
})
export class ListNetworkDomains implements BastionHandler<ListNetworkDomainsRequest, ListNetworkDomainsResponse> {
  constructor(private readonly domains: DomainList) {}

  async handle(bastion: Bastion, request: ListNetworkDomainsRequest): Promise<ListNetworkDomainsResponse> {
    const filter = { domainName: request.NetworkDomainName, domainType: request.NetworkDomainType };
    const { items, total } = await this.domains.page(bastion, filter, pageOf(request, 20));
    const domains = items.map(({ domain, proxies }) => ({
      ...domainSummary(domain),
      ProxiesState: proxies.map(({ nodeType, state }) => ({ NodeType: nodeType, ProxyState: state ?? undefined })),
    }));
    return { NetworkDomains: domains, TotalCount: total };
  }
}
