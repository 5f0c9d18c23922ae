import { Injectable } from '@nestjs/common';
import { Member } from '../../../gateway/fields.ts';
import { HostGroups } from '../../groups/host-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';

export class HostGroupMembersRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostGroupId: string;
  @ObjectIdList(100) HostIds: string[];
}

/** The outcome for one host. */
export class HostGroupMemberResult {
  @Member() Code: string;
  @Member() Message: string;
  @Member() HostGroupId: string;
  @Member() HostId: string;
}

export class HostGroupMembersResponse {
  @Member([HostGroupMemberResult]) Results: HostGroupMemberResult[];
}

/** Adds hosts to a group, or takes them out. Each item succeeds or fails on its own. */
@Injectable()
export abstract class HostGroupMembers implements BastionHandler<HostGroupMembersRequest, HostGroupMembersResponse> {
  protected abstract readonly change: 'add' | 'remove';

  constructor(private readonly groups: HostGroups) {}

  async handle(bastion: Bastion, { HostGroupId, HostIds }: HostGroupMembersRequest): Promise<HostGroupMembersResponse> {
    const results = await this.groups[this.change](bastion, HostGroupId, HostIds);
    return {
      Results: results.map(({ memberId, code }) => ({ Code: code, Message: '', HostGroupId, HostId: memberId })),
    };
  }
}
