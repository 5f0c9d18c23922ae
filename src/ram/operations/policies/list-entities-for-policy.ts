import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource, roleArn } from '../../../identity/arns.ts';
import { PolicyEntitiesService } from '../../../identity/policies/policy-entities.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType } from '../ram-fields.ts';
import { policyOf } from '../shapes/policy.ts';

export class ListEntitiesForPolicyRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
}

class AttachedUser {
  @Member() UserId: string;
  @Member() UserName: string;
  @Member() DisplayName: string;
  @Member() AttachDate: string;
}

class AttachedGroup {
  @Member() GroupName: string;
  @Member() Comments: string;
  @Member() AttachDate: string;
}

class AttachedRole {
  @Member() RoleId: string;
  @Member() RoleName: string;
  @Member() Arn: string;
  @Member() Description: string;
  @Member() AttachDate: string;
}

class AttachedUsers {
  @Member([AttachedUser]) User: AttachedUser[];
}

class AttachedGroups {
  @Member([AttachedGroup]) Group: AttachedGroup[];
}

class AttachedRoles {
  @Member([AttachedRole]) Role: AttachedRole[];
}

export class ListEntitiesForPolicyResponse {
  @Member() Users: AttachedUsers;
  @Member() Groups: AttachedGroups;
  @Member() Roles: AttachedRoles;
}

@RamAction({
  request: ListEntitiesForPolicyRequest,
  response: ListEntitiesForPolicyResponse,
  route: 'GET /ram/policies/{PolicyName}/entities',
  resource: (caller, request) => policyResource(caller, policyOf(request)),
})
export class ListEntitiesForPolicy implements ActionHandler<
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse
> {
  constructor(private readonly entities: PolicyEntitiesService) {}

  async handle(caller: Caller, request: ListEntitiesForPolicyRequest): Promise<ListEntitiesForPolicyResponse> {
    const { users, groups, roles } = await this.entities.list(caller, policyOf(request));
    const User = users.map(({ userId, userName, displayName, attachedAt }) => ({
      UserId: userId,
      UserName: userName,
      DisplayName: displayName,
      AttachDate: wireTime(attachedAt),
    }));
    const Group = groups.map(({ groupName, comments, attachedAt }) => ({
      GroupName: groupName,
      Comments: comments,
      AttachDate: wireTime(attachedAt),
    }));
    const Role = roles.map(({ roleId, roleName, description, attachedAt }) => ({
      RoleId: roleId,
      RoleName: roleName,
      Arn: roleArn(caller.accountId, roleName),
      Description: description,
      AttachDate: wireTime(attachedAt),
    }));
    return { Users: { User }, Groups: { Group }, Roles: { Role } };
  }
}
