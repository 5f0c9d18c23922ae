import type { Bastion } from '../../instances/bastion.ts';
import { NetworkDomains } from '../../network-domains/network-domains.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteNetworkDomainRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() NetworkDomainId: string;
}

@BastionhostAction({
  request: DeleteNetworkDomainRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/network-domains/{NetworkDomainId}',
})
export class DeleteNetworkDomain implements BastionHandler<DeleteNetworkDomainRequest, NoAnswer> {
  constructor(private readonly domains: NetworkDomains) {}

  async handle(bastion: Bastion, { NetworkDomainId }: DeleteNetworkDomainRequest): Promise<NoAnswer> {
    await this.domains.delete(bastion, NetworkDomainId);
    return {};
  }
}
