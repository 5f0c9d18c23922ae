import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyDirectory } from '../../../identity/policies/policy-directory.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, PolicyType } from '../ram-fields.ts';
import { CountedPolicy, policyOf, PolicyVersionItem, showCounted, showVersion } from '../shapes/policy.ts';

export class GetPolicyRequest {
  @PublishedAsOptional() @PolicyType() PolicyType: string;
  @PublishedAsOptional() @PolicyName() PolicyName: string;
}

class PolicyWithDocument extends CountedPolicy {
  @Member() PolicyDocument: string;
}

export class GetPolicyResponse {
  @Member() Policy: PolicyWithDocument;
  @Member() DefaultPolicyVersion: PolicyVersionItem;
}

@RamAction({
  request: GetPolicyRequest,
  response: GetPolicyResponse,
  route: 'GET /ram/policies/{PolicyName}',
  resource: (caller, request) => policyResource(caller, policyOf(request)),
})
export class GetPolicy implements ActionHandler<GetPolicyRequest, GetPolicyResponse> {
  constructor(
    private readonly directory: PolicyDirectory,
    private readonly versions: PolicyVersions,
  ) {}

  async handle(caller: Caller, request: GetPolicyRequest): Promise<GetPolicyResponse> {
    const policy = await this.directory.get(caller, policyOf(request));
    const version = showVersion(await this.versions.get(caller, policyOf(request)));
    const { PolicyDocument, VersionId: DefaultVersion } = version;
    return { Policy: { ...showCounted(policy), DefaultVersion, PolicyDocument }, DefaultPolicyVersion: version };
  }
}
