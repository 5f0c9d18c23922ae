import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { RamRoles } from '../../../identity/roles/ram-roles.ts';
import { ServiceLinkedRoles } from '../../../identity/service-linked-roles.api.ts';
import { RamAction } from '../ram-action.ts';
import { RoleName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteRoleRequest {
  @PublishedAsOptional() @RoleName() RoleName: string;
}

@RamAction({
  request: DeleteRoleRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/roles/{RoleName}',
  resource: (caller, { RoleName }) => roleResource(caller, RoleName),
})
export class DeleteRole implements ActionHandler<DeleteRoleRequest, EmptyResponse> {
  constructor(
    private readonly roles: RamRoles,
    private readonly serviceLinked: ServiceLinkedRoles,
  ) {}

  async handle(caller: Caller, { RoleName }: DeleteRoleRequest): Promise<EmptyResponse> {
    const isOfService = await this.serviceLinked.owns(caller, RoleName);
    await (isOfService ? this.serviceLinked : this.roles).delete(caller, RoleName);
    return {};
  }
}
