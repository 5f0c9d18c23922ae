import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Clearable, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { RamRoles } from '../../../identity/roles/ram-roles.ts';
import { RamAction } from '../ram-action.ts';
import { Description, MaxSessionDuration, RoleName, TrustPolicyDocument } from '../ram-fields.ts';
import { RoleResponse, showRole } from '../shapes/role.ts';

export class UpdateRoleRequest {
  @PublishedAsOptional() @RoleName() RoleName: string;
  @Optional() @TrustPolicyDocument() NewAssumeRolePolicyDocument?: string;
  @Clearable() @Description() NewDescription?: string;
  @Optional() @MaxSessionDuration() NewMaxSessionDuration?: number;
}

@RamAction({
  request: UpdateRoleRequest,
  response: RoleResponse,
  route: 'PATCH /ram/roles/{RoleName}',
  resource: (caller, { RoleName }) => roleResource(caller, RoleName),
})
export class UpdateRole implements ActionHandler<UpdateRoleRequest, RoleResponse> {
  constructor(private readonly roles: RamRoles) {}

  async handle(caller: Caller, request: UpdateRoleRequest): Promise<RoleResponse> {
    const role = await this.roles.update(caller, request.RoleName, {
      trustPolicy: request.NewAssumeRolePolicyDocument,
      description: request.NewDescription,
      maxSessionSeconds: request.NewMaxSessionDuration,
    });
    return { Role: showRole(role) };
  }
}
