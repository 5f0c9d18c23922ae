import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, VersionId } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { customPolicy } from '../shapes/policy.ts';

export class SetDefaultPolicyVersionRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @VersionId() VersionId: string;
}

@RamAction({
  request: SetDefaultPolicyVersionRequest,
  response: EmptyResponse,
  route: 'POST /ram/policies:set-default-version',
  resource: (caller, request) => policyResource(caller, customPolicy(request)),
})
export class SetDefaultPolicyVersion implements ActionHandler<SetDefaultPolicyVersionRequest, EmptyResponse> {
  constructor(private readonly versions: PolicyVersions) {}

  async handle(caller: Caller, { PolicyName, VersionId }: SetDefaultPolicyVersionRequest): Promise<EmptyResponse> {
    await this.versions.setDefault(caller, PolicyName, VersionId);
    return {};
  }
}
