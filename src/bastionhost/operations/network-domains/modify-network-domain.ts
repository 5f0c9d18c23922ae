import { ListOf, OneOf, Optional } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { networkDomainTypes, type NetworkDomainType } from '../../network-domains/network-domain.entity.ts';
import { NetworkDomains } from '../../network-domains/network-domains.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { proxyDraft, ProxyInput } from '../shapes/network-domain.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyNetworkDomainRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() NetworkDomainId: string;
  @Optional() @Name() NetworkDomainName?: string;
  @Optional() @OneOf(...networkDomainTypes) NetworkDomainType?: NetworkDomainType;
  @Optional() @Comment() Comment?: string;
  @Optional() @ListOf(ProxyInput, { max: 2 }) Proxies?: ProxyInput[];
}

@BastionhostAction({
  request: ModifyNetworkDomainRequest,
  response: NoAnswer,
  route: 'PATCH /bastionhost/network-domains/{NetworkDomainId}',
})
export class ModifyNetworkDomain implements BastionHandler<ModifyNetworkDomainRequest, NoAnswer> {
  constructor(private readonly domains: NetworkDomains) {}

  async handle(bastion: Bastion, request: ModifyNetworkDomainRequest): Promise<NoAnswer> {
    await this.domains.modify(bastion, request.NetworkDomainId, {
      domainName: request.NetworkDomainName,
      domainType: request.NetworkDomainType,
      comment: request.Comment,
      proxies: request.Proxies?.map(proxyDraft),
    });
    return {};
  }
}
