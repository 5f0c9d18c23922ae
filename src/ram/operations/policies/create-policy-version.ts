import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, OneOf, Optional, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyDocument, PolicyName } from '../ram-fields.ts';
import { customPolicy, PolicyVersionResponse, showVersion } from '../shapes/policy.ts';

const deleteOldest = 'DeleteOldestNonDefaultVersionWhenLimitExceeded';

export class CreatePolicyVersionRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @PolicyDocument() PolicyDocument: string;
  @Optional() @Flag() SetAsDefault: boolean = false;
  @Optional() @OneOf('None', deleteOldest) RotateStrategy: string = 'None';
}

@RamAction({
  request: CreatePolicyVersionRequest,
  response: PolicyVersionResponse,
  route: 'POST /ram/policies/{PolicyName}/versions',
  resource: (caller, request) => policyResource(caller, customPolicy(request)),
})
export class CreatePolicyVersion implements ActionHandler<CreatePolicyVersionRequest, PolicyVersionResponse> {
  constructor(private readonly versions: PolicyVersions) {}

  async handle(caller: Caller, request: CreatePolicyVersionRequest): Promise<PolicyVersionResponse> {
    const version = await this.versions.create(caller, request.PolicyName, {
      document: request.PolicyDocument,
      setAsDefault: request.SetAsDefault,
      deleteOldest: request.RotateStrategy === deleteOldest,
    });
    return { PolicyVersion: showVersion(version) };
  }
}
