import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Optional, PublishedAsOptional, Unsupported } from '../../../gateway/fields.ts';
import { groupResource, policyResource } from '../../../identity/arns.ts';
import { Attachments } from '../../../identity/policies/attachments.service.ts';
import { RamAction } from '../ram-action.ts';
import { GroupName, PolicyName, PolicyType } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { policyOf } from '../shapes/policy.ts';

export class DetachPolicyFromGroupRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @GroupName() GroupName: string;
  @Optional() @Unsupported('there are no resource groups') ResourceGroupId?: string;
}

@RamAction({
  request: DetachPolicyFromGroupRequest,
  response: EmptyResponse,
  route: 'POST /ram/policies:detach-from-group',
  resource: (caller, { GroupName }) => groupResource(caller, GroupName),
  alsoOn: (caller, request) => [policyResource(caller, policyOf(request))],
})
export class DetachPolicyFromGroup implements ActionHandler<DetachPolicyFromGroupRequest, EmptyResponse> {
  constructor(private readonly attachments: Attachments) {}

  async handle(caller: Caller, request: DetachPolicyFromGroupRequest): Promise<EmptyResponse> {
    const principal = { kind: 'Group', name: request.GroupName } as const;
    await this.attachments.detach(caller, principal, policyOf(request));
    return {};
  }
}
