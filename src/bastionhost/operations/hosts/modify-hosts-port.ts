import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Whole } from '../../../gateway/fields.ts';
import { HostsService } from '../../hosts/hosts.service.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
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
export class ModifyHostsPort implements ActionHandler<ModifyHostsPortRequest, ModifyHostsPortResponse> {
  constructor(private readonly hosts: HostsService) {}

  async handle(caller: Caller, request: ModifyHostsPortRequest): Promise<ModifyHostsPortResponse> {
    const change = { protocolName: request.ProtocolName, port: request.Port };
    const results = await this.hosts.setPorts(caller, request.InstanceId, request.HostIds, change);
    return { Results: results.map(({ hostId, code }) => ({ Code: code, HostId: hostId, Message: '' })) };
  }
}
