import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { RamRoles } from '../../../identity/roles/ram-roles.ts';
import { RamAction } from '../ram-action.ts';
import { RoleName } from '../ram-fields.ts';
import { RoleResponse, showRole } from '../shapes/role.ts';

export class GetRoleRequest {
  @PublishedAsOptional() @RoleName() RoleName: string;
}

@RamAction({
  request: GetRoleRequest,
  response: RoleResponse,
  route: 'GET /ram/roles/{RoleName}',
  resource: (caller, { RoleName }) => roleResource(caller, RoleName),
})
export class GetRole implements ActionHandler<GetRoleRequest, RoleResponse> {
  constructor(private readonly roles: RamRoles) {}

  async handle(caller: Caller, { RoleName }: GetRoleRequest): Promise<RoleResponse> {
    return { Role: showRole(await this.roles.get(caller, RoleName)) };
  }
}
