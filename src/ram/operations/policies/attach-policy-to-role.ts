import type { Caller } from '../../../common/caller.ts';
import type { PrincipalReference } from '../../../identity/policies/attachments.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import { RamAction } from '../ram-action.ts';
import { PolicyOfPrincipal, policyOfRole, type PolicyOfRoleRequest } from '../shapes/policy-of-principal.ts';

@RamAction({ ...policyOfRole, route: 'POST /ram/policies:attach-to-role' })
export class AttachPolicyToRole extends PolicyOfPrincipal<PolicyOfRoleRequest> {
  protected override change(caller: Caller, principal: PrincipalReference, policy: PolicyReference) {
    return this.attachments.attach(caller, principal, policy);
  }
}
