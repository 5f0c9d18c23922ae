import { AttachPolicyToGroup } from './attach-policy-to-group.ts';
import { AttachPolicyToRole } from './attach-policy-to-role.ts';
import { AttachPolicyToUser } from './attach-policy-to-user.ts';
import { CreatePolicyVersion } from './create-policy-version.ts';
import { CreatePolicy } from './create-policy.ts';
import { DeletePolicyVersion } from './delete-policy-version.ts';
import { DeletePolicy } from './delete-policy.ts';
import { DetachPolicyFromGroup } from './detach-policy-from-group.ts';
import { DetachPolicyFromRole } from './detach-policy-from-role.ts';
import { DetachPolicyFromUser } from './detach-policy-from-user.ts';
import { GetPolicyVersion } from './get-policy-version.ts';
import { GetPolicy } from './get-policy.ts';
import { ListEntitiesForPolicy } from './list-entities-for-policy.ts';
import { ListPoliciesForGroup } from './list-policies-for-group.ts';
import { ListPoliciesForRole } from './list-policies-for-role.ts';
import { ListPoliciesForUser } from './list-policies-for-user.ts';
import { ListPolicies } from './list-policies.ts';
import { ListPolicyVersions } from './list-policy-versions.ts';
import { SetDefaultPolicyVersion } from './set-default-policy-version.ts';
import { UpdatePolicyDescription } from './update-policy-description.ts';

export const policiesOperations = [
  AttachPolicyToGroup,
  AttachPolicyToRole,
  AttachPolicyToUser,
  CreatePolicyVersion,
  CreatePolicy,
  DeletePolicyVersion,
  DeletePolicy,
  DetachPolicyFromGroup,
  DetachPolicyFromRole,
  DetachPolicyFromUser,
  GetPolicyVersion,
  GetPolicy,
  ListEntitiesForPolicy,
  ListPoliciesForGroup,
  ListPoliciesForRole,
  ListPoliciesForUser,
  ListPolicies,
  ListPolicyVersions,
  SetDefaultPolicyVersion,
  UpdatePolicyDescription,
];
