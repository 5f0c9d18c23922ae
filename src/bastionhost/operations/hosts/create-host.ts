import type { Caller } from '../../../common/caller.ts';
import { Member, OneOf, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import type { AddressType, HostSource, OperatingSystem } from '../../hosts/host.entity.ts';
import { HostsService } from '../../hosts/hosts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { builtInDomain } from '../../network-domains/built-in-domain.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { Address, Comment, InstanceId, Name, ObjectId } from '../bastionhost-fields.ts';

export class CreateHostRequest {
  @InstanceId() InstanceId: string;
  @Name() HostName: string;
  @OneOf('Linux', 'Windows') OSType: OperatingSystem;
  @OneOf('Local', 'Ecs') Source: HostSource;
  @OneOf('Public', 'Private') ActiveAddressType: AddressType;
  @Optional() @Address() HostPrivateAddress?: string;
  @Optional() @Address() HostPublicAddress?: string;
  @Optional() @Comment() Comment?: string;
  @Optional() @Text(1, 64) SourceInstanceId?: string;
  @Optional() @Text(1, 64) InstanceRegionId?: string;
  @Optional() @Unsupported('hosts belong to the calling account') InstanceMemberId?: number;
  /** Default: the built-in domain. */
  @Optional() @ObjectId() NetworkDomainId: string = builtInDomain.id;
}

export class CreateHostResponse {
  @Member() HostId: string;
}

@BastionhostAction({
  request: CreateHostRequest,
  response: CreateHostResponse,
  route: 'POST /bastionhost/hosts',
  partial: 'Source Rds is refused; no licence limits the number of hosts; the broker connects to Linux hosts only',
})
export class CreateHost implements BastionHandler<CreateHostRequest, CreateHostResponse> {
  constructor(private readonly hosts: HostsService) {}

  async handle(bastion: Bastion, request: CreateHostRequest, caller: Caller): Promise<CreateHostResponse> {
    const hostId = await this.hosts.create(caller, bastion, {
      hostName: request.HostName,
      osType: request.OSType,
      source: request.Source,
      sourceInstanceId: request.SourceInstanceId,
      sourceInstanceRegion: request.InstanceRegionId,
      activeAddressType: request.ActiveAddressType,
      privateAddress: request.HostPrivateAddress ?? '',
      publicAddress: request.HostPublicAddress ?? '',
      comment: request.Comment ?? '',
      networkDomainId: request.NetworkDomainId,
    });
    return { HostId: hostId };
  }
}
