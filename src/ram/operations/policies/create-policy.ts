import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { RamPolicies } from '../../../identity/policies/ram-policies.ts';
import { RamAction } from '../ram-action.ts';
import { Description, PolicyDocument, PolicyName } from '../ram-fields.ts';
import { PolicyResponse, showPolicy } from '../shapes/policy.ts';
import { readTags, TagInput } from '../shapes/tag.ts';

export class CreatePolicyRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @PolicyDocument() PolicyDocument: string;
  @Optional() @Description() Description?: string;
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
}

@RamAction({
  request: CreatePolicyRequest,
  response: PolicyResponse,
  route: 'POST /ram/policies',
  resource: (caller) => policyResource(caller, { type: 'Custom', name: '*' }),
})
export class CreatePolicy implements ActionHandler<CreatePolicyRequest, PolicyResponse> {
  constructor(private readonly policies: RamPolicies) {}

  async handle(caller: Caller, request: CreatePolicyRequest): Promise<PolicyResponse> {
    const policy = await this.policies.create(caller, {
      policyName: request.PolicyName,
      description: request.Description ?? '',
      document: request.PolicyDocument,
      tags: readTags(request.Tag),
    });
    return { Policy: showPolicy(policy) };
  }
}
