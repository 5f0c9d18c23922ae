import { Member, OneOf, Whole } from '../../../gateway/fields.ts';
import { HostsService } from '../../hosts/hosts.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectIdList } from '../bastionhost-fields.ts';

export class ModifyHostsPortRequest {
  @InstanceId() InstanceId: string;
  @ObjectIdList(100) HostIds: string[];
  @OneOf('SSH', 'RDP') ProtocolName: ProtocolName;
  @Whole(22, 65_535) Port: number;
}

export class ModifyHostsPortResult {
  @Member() Code: string;
  @Member() HostId: string;
  @Member() Message: string;
}

export class ModifyHostsPortResponse {
  @Member([ModifyHostsPortResult]) Results: ModifyHostsPortResult[];
}

@BastionhostAction({
  request: ModifyHostsPortRequest,
  response: ModifyHostsPortResponse,
  route: 'PATCH /bastionhost/host-ports',
})
export class ModifyHostsPort implements BastionHandler<ModifyHostsPortRequest, ModifyHostsPortResponse> {
  constructor(private readonly hosts: HostsService) {}

  async handle(bastion: Bastion, request: ModifyHostsPortRequest): Promise<ModifyHostsPortResponse> {
    const change = { protocolName: request.ProtocolName, port: request.Port };
    const results = await this.hosts.setPorts(bastion, request.HostIds, change);
    return { Results: results.map(({ hostId, code }) => ({ Code: code, HostId: hostId, Message: '' })) };
  }
}
