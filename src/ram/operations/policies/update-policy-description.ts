import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Clearable, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { RamPolicies } from '../../../identity/policies/ram-policies.ts';
import { RamErrors } from '../../ram.errors.ts';
import { RamAction } from '../ram-action.ts';
import { Description, PolicyName } from '../ram-fields.ts';
import { customPolicy, PolicyResponse, showPolicy } from '../shapes/policy.ts';

export class UpdatePolicyDescriptionRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @Clearable() @Description() NewDescription?: string;
}

@RamAction({
  request: UpdatePolicyDescriptionRequest,
  response: PolicyResponse,
  route: 'PATCH /ram/policies/{PolicyName}',
  resource: (caller, request) => policyResource(caller, customPolicy(request)),
})
export class UpdatePolicyDescription implements ActionHandler<UpdatePolicyDescriptionRequest, PolicyResponse> {
  constructor(private readonly policies: RamPolicies) {}

  async handle(
    caller: Caller,
    { PolicyName, NewDescription }: UpdatePolicyDescriptionRequest,
  ): Promise<PolicyResponse> {
    if (NewDescription === undefined) throw RamErrors.MissingParameter({ Name: 'NewDescription' });
    return { Policy: showPolicy(await this.policies.describe(caller, PolicyName, NewDescription)) };
  }
}
