import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { PublishedAsOptional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import { PolicyVersions } from '../../../identity/policies/policy-versions.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyName, VersionId } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { customPolicy } from '../shapes/policy.ts';

export class DeletePolicyVersionRequest {
  @PublishedAsOptional() @PolicyName() PolicyName: string;
  @PublishedAsOptional() @VersionId() VersionId: string;
}

@RamAction({
  request: DeletePolicyVersionRequest,
  response: EmptyResponse,
  route: 'DELETE /ram/policies/{PolicyName}/versions/{VersionId}',
  resource: (caller, request) => policyResource(caller, customPolicy(request)),
})
export class DeletePolicyVersion implements ActionHandler<DeletePolicyVersionRequest, EmptyResponse> {
  constructor(private readonly versions: PolicyVersions) {}

  async handle(caller: Caller, { PolicyName, VersionId }: DeletePolicyVersionRequest): Promise<EmptyResponse> {
    await this.versions.delete(caller, PolicyName, VersionId);
    return {};
  }
}
