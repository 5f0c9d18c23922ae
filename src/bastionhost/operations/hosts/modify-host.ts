import { OneOf, Optional } from '../../../gateway/fields.ts';
import type { OperatingSystem } from '../../hosts/host.entity.ts';
import { HostsService } from '../../hosts/hosts.ts';
import { preferredKeyExchanges, type PreferredKeyExchange } from '../../hosts/preferred-key-exchange.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Address, Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class ModifyHostRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
  @Optional() @Name() HostName?: string;
  @Optional() @Comment() Comment?: string;
  @Optional() @OneOf('Linux', 'Windows') OSType?: OperatingSystem;
  @Optional() @Address() HostPrivateAddress?: string;
  @Optional() @Address() HostPublicAddress?: string;
  @Optional() @ObjectId() NetworkDomainId?: string;
  @Optional() @OneOf(...preferredKeyExchanges) PrefKex?: PreferredKeyExchange;
}

@BastionhostAction({ request: ModifyHostRequest, response: NoAnswer, route: 'PATCH /bastionhost/hosts/{HostId}' })
export class ModifyHost implements BastionHandler<ModifyHostRequest, NoAnswer> {
  constructor(private readonly hosts: HostsService) {}

  async handle(bastion: Bastion, request: ModifyHostRequest): Promise<NoAnswer> {
    await this.hosts.modify(bastion, request.HostId, {
      hostName: request.HostName,
      comment: request.Comment,
      osType: request.OSType,
      privateAddress: request.HostPrivateAddress,
      publicAddress: request.HostPublicAddress,
      networkDomainId: request.NetworkDomainId,
      preferredKeyExchange: request.PrefKex,
    });
    return {};
  }
}
