import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { roleResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.ts';
import { RamAction } from '../ram-action.ts';
import { RoleName } from '../ram-fields.ts';
import { AttachedPoliciesResponse, showAttached } from '../shapes/policy.ts';

export class ListPoliciesForRoleRequest {
  @PublishedAsOptional() @RoleName() RoleName: string;
}

@RamAction({
  request: ListPoliciesForRoleRequest,
  response: AttachedPoliciesResponse,
  route: 'GET /ram/roles/{RoleName}/policies',
  resource: (caller, { RoleName }) => roleResource(caller, RoleName),
})
export class ListPoliciesForRole implements ActionHandler<ListPoliciesForRoleRequest, AttachedPoliciesResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, { RoleName }: ListPoliciesForRoleRequest): Promise<AttachedPoliciesResponse> {
    return showAttached(await this.attachments.policiesOf(caller, { kind: 'Role', name: RoleName }));
  }
}
