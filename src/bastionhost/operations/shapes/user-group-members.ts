import { Injectable } from '@nestjs/common';
import { Member } from '../../../gateway/fields.ts';
import { UserGroups } from '../../groups/user-groups.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';

export class UserGroupMembersRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserGroupId: string;
  @ObjectIdList(100) UserIds: string[];
}

/** The outcome for one user. */
export class UserGroupMemberResult {
  @Member() Code: string;
  @Member() Message: string;
  @Member() UserGroupId: string;
  @Member() UserId: string;
}

export class UserGroupMembersResponse {
  @Member([UserGroupMemberResult]) Results: UserGroupMemberResult[];
}

/** Adds users to a group, or takes them out. Each item succeeds or fails on its own. */
@Injectable()
export abstract class UserGroupMembers implements BastionHandler<UserGroupMembersRequest, UserGroupMembersResponse> {
  protected abstract readonly change: 'add' | 'remove';

  constructor(private readonly groups: UserGroups) {}

  async handle(bastion: Bastion, { UserGroupId, UserIds }: UserGroupMembersRequest): Promise<UserGroupMembersResponse> {
    const results = await this.groups[this.change](bastion, UserGroupId, UserIds);
    return {
      Results: results.map(({ memberId, code }) => ({ Code: code, Message: '', UserGroupId, UserId: memberId })),
    };
  }
}
