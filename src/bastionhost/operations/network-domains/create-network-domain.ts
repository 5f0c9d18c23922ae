import { ListOf, Member, OneOf, Optional } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { networkDomainTypes, type NetworkDomainType } from '../../network-domains/network-domain.entity.ts';
import { NetworkDomains } from '../../network-domains/network-domains.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name } from '../bastionhost-fields.ts';
import { proxyDraft, ProxyInput } from '../shapes/network-domain.ts';

export class CreateNetworkDomainRequest {
  @InstanceId() InstanceId: string;
  @Name() NetworkDomainName: string;
  @OneOf(...networkDomainTypes) NetworkDomainType: NetworkDomainType;
  @Optional() @Comment() Comment?: string;
  @Optional() @ListOf(ProxyInput, { max: 2 }) Proxies?: ProxyInput[];
}

export class CreateNetworkDomainResponse {
  @Member() NetworkDomainId: string;
}

@BastionhostAction({
  request: CreateNetworkDomainRequest,
  response: CreateNetworkDomainResponse,
  route: 'POST /bastionhost/network-domains',
})
export class CreateNetworkDomain implements BastionHandler<CreateNetworkDomainRequest, CreateNetworkDomainResponse> {
  constructor(private readonly domains: NetworkDomains) {}

  async handle(bastion: Bastion, request: CreateNetworkDomainRequest): Promise<CreateNetworkDomainResponse> {
    const id = await this.domains.create(bastion, {
      domainName: request.NetworkDomainName,
      domainType: request.NetworkDomainType,
      comment: request.Comment ?? '',
      proxies: (request.Proxies ?? []).map(proxyDraft),
    });
    return { NetworkDomainId: id };
  }
}
