import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional, Unsupported } from '../../../gateway/fields.ts';
import { policyResource, roleResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.service.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType, RoleName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { policyOf } from '../shapes/policy.ts';

export class DetachPolicyFromRoleRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @RoleName() RoleName: string;
  @Optional() @Unsupported('there are no resource groups') ResourceGroupId?: string;
}

@RamAction({
  request: DetachPolicyFromRoleRequest,
  response: EmptyResponse,
  route: 'POST /ram/policies:detach-from-role',
  resource: (caller, { RoleName }) => roleResource(caller, RoleName),
  alsoOn: (caller, request) => [policyResource(caller, policyOf(request))],
})
export class DetachPolicyFromRole implements ActionHandler<DetachPolicyFromRoleRequest, EmptyResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, request: DetachPolicyFromRoleRequest): Promise<EmptyResponse> {
    const principal = { kind: 'Role', name: request.RoleName } as const;
    await this.attachments.detach(caller, principal, policyOf(request));
    return {};
  }
}
