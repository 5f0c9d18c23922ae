import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { RamPolicies } from '../../../identity/policies/ram-policies.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { customPolicy } from '../shapes/policy.ts';

export class DeletePolicyRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @Optional() @Flag() CascadingDelete: boolean = false;
}

@RamAction({
  request: DeletePolicyRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/policies/{PolicyName}',
  resource: (caller, request) => policyResource(caller, customPolicy(request)),
})
export class DeletePolicy implements ActionHandler<DeletePolicyRequest, EmptyResponse> {
  constructor(private readonly policies: RamPolicies) {}

  async handle(caller: Caller, { PolicyName, CascadingDelete }: DeletePolicyRequest): Promise<EmptyResponse> {
    await this.policies.delete(caller, PolicyName, CascadingDelete);
    return {};
  }
}
