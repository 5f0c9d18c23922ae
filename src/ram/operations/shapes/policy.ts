import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { PolicyOfPrincipal } from '../../../identity/policies/attachments.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import type { ListedPolicy } from '../../../identity/policies/policy-directory.ts';
import type { ListedVersion } from '../../../identity/policies/policy-versions.ts';
import type { RamPolicy } from '../../../identity/policies/ram-policy.entity.ts';

class PolicyMembers {
  @Member() PolicyName: string;
  @Member() PolicyType: string;
  @Member() Description: string;
  @Member() DefaultVersion: string;
}

/** A policy on its own. */
export class PolicyItem extends PolicyMembers {
  @Member() CreateDate: string;
  @Member() UpdateDate: string;
}

/** A policy with the number of principals that it is attached to. */
export class CountedPolicy extends PolicyItem {
  @Member() AttachmentCount: number;
}

/** A policy that is attached to a user, group or role. */
class AttachedPolicy extends PolicyMembers {
  @Member() AttachDate: string;
}

class AttachedPolicies {
  @Member([AttachedPolicy]) Policy: AttachedPolicy[];
}

/** An answer with one policy. */
export class PolicyResponse {
  @Member() Policy: PolicyItem;
}

/** An answer with the policies attached to a user, group or role. */
export class AttachedPoliciesResponse {
  @Member() Policies: AttachedPolicies;
}

export class PolicyVersionItem {
  @Member() VersionId: string;
  @Member() IsDefaultVersion: boolean;
  @Member() PolicyDocument: string;
  @Member() CreateDate: string;
}

/** An answer with one version of a policy. */
export class PolicyVersionResponse {
  @Member() PolicyVersion: PolicyVersionItem;
}

/** The policy that a request names. */
export function policyOf({ PolicyType, PolicyName }: { PolicyType: string; PolicyName: string }): PolicyReference {
  return { type: PolicyType as PolicyReference['type'], name: PolicyName };
}

/** A custom policy that a request names. */
export function customPolicy({ PolicyName }: { PolicyName: string }): PolicyReference {
  return { type: 'Custom', name: PolicyName };
}

export function showPolicy(policy: RamPolicy): PolicyItem {
  return {
    PolicyName: policy.policyName,
    PolicyType: 'Custom',
    Description: policy.description,
    DefaultVersion: policy.defaultVersionId,
    CreateDate: wireTime(policy.createdAt),
    UpdateDate: wireTime(policy.updatedAt),
  };
}

export function showCounted(policy: ListedPolicy): CountedPolicy {
  return {
    PolicyName: policy.name,
    PolicyType: policy.type,
    Description: policy.description,
    DefaultVersion: policy.defaultVersionId,
    CreateDate: wireTime(policy.createdAt),
    UpdateDate: wireTime(policy.updatedAt),
    AttachmentCount: policy.attachmentCount,
  };
}

export function showAttached(policies: readonly PolicyOfPrincipal[]): AttachedPoliciesResponse {
  const Policy = policies.map(({ name, type, description, defaultVersionId, attachedAt }) => ({
    PolicyName: name,
    PolicyType: type,
    Description: description,
    DefaultVersion: defaultVersionId,
    AttachDate: wireTime(attachedAt),
  }));
  return { Policies: { Policy } };
}

export function showVersion({ versionId, isDefault, document, createdAt }: ListedVersion): PolicyVersionItem {
  return {
    VersionId: versionId,
    IsDefaultVersion: isDefault,
    PolicyDocument: document,
    CreateDate: wireTime(createdAt),
  };
}
