import type { Caller } from '../../../common/caller.ts';
import type { PrincipalReference } from '../../../identity/policies/attachments.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyOfPrincipal, policyOfGroup, type PolicyOfGroupRequest } from '../shapes/policy-of-principal.ts';

@RamAction({ ...policyOfGroup, route: 'POST /ram/policies:detach-from-group' })
export class DetachPolicyFromGroup extends PolicyOfPrincipal<PolicyOfGroupRequest> {
  protected override change(caller: Caller, principal: PrincipalReference, policy: PolicyReference) {
    return this.attachments.detach(caller, principal, policy);
  }
}
