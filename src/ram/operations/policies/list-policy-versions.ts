import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType } from '../ram-fields.ts';
import { policyOf, PolicyVersionItem, showVersion } from '../shapes/policy.ts';

export class ListPolicyVersionsRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
}

class PolicyVersionList {
  @Member([PolicyVersionItem]) PolicyVersion: PolicyVersionItem[];
}

export class ListPolicyVersionsResponse {
  @Member() PolicyVersions: PolicyVersionList;
}

@RamAction({
  request: ListPolicyVersionsRequest,
  response: ListPolicyVersionsResponse,
  route: 'GET /ram/policies/{PolicyName}/versions',
  resource: (caller, request) => policyResource(caller, policyOf(request)),
})
export class ListPolicyVersions implements ActionHandler<ListPolicyVersionsRequest, ListPolicyVersionsResponse> {
  constructor(private readonly versions: PolicyVersions) {}

  async handle(caller: Caller, request: ListPolicyVersionsRequest): Promise<ListPolicyVersionsResponse> {
    const versions = await this.versions.list(caller, policyOf(request));
    return { PolicyVersions: { PolicyVersion: versions.map(showVersion) } };
  }
}
