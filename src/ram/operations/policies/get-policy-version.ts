import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType, VersionId } from '../ram-fields.ts';
import { policyOf, PolicyVersionResponse, showVersion } from '../shapes/policy.ts';

export class GetPolicyVersionRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @VersionId() VersionId: string;
}

@RamAction({
  request: GetPolicyVersionRequest,
  response: PolicyVersionResponse,
  route: 'GET /ram/policies/{PolicyName}/versions/{VersionId}',
  resource: (caller, request) => policyResource(caller, policyOf(request)),
})
export class GetPolicyVersion implements ActionHandler<GetPolicyVersionRequest, PolicyVersionResponse> {
  constructor(private readonly versions: PolicyVersions) {}

  async handle(caller: Caller, request: GetPolicyVersionRequest): Promise<PolicyVersionResponse> {
    return { PolicyVersion: showVersion(await this.versions.get(caller, policyOf(request), request.VersionId)) };
  }
}
