import type { Caller } from '../../../common/caller.ts';
import type { PrincipalReference } from '../../../identity/policies/attachments.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyOfPrincipal, policyOfUser, type PolicyOfUserRequest } from '../shapes/policy-of-principal.ts';

@RamAction({ ...policyOfUser, route: 'POST /ram/policies:detach-from-user' })
export class DetachPolicyFromUser extends PolicyOfPrincipal<PolicyOfUserRequest> {
  protected override change(caller: Caller, principal: PrincipalReference, policy: PolicyReference) {
    return this.attachments.detach(caller, principal, policy);
  }
}
