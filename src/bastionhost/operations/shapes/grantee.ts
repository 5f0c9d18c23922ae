import type { Grantee } from '../../access/grantee.ts';

/** How a request, and each item of an answer about a change, names the grantee. */
export interface UserReference {
  readonly UserId: string;
}
export interface UserGroupReference {
  readonly UserGroupId: string;
}
export type GranteeReference = UserReference | UserGroupReference;

export function granteeOf(reference: GranteeReference): Grantee {
  return 'UserId' in reference
    ? { kind: 'User', id: reference.UserId }
    : { kind: 'UserGroup', id: reference.UserGroupId };
}

/** The reference alone, out of a request that has it. */
export function granteeReference<Reference extends GranteeReference>(request: Reference): Reference {
  const reference = 'UserId' in request ? { UserId: request.UserId } : { UserGroupId: request.UserGroupId };
  return reference as GranteeReference as Reference;
}
