/** The quotas of an account, as documented. */
export const limits = {
  users: 5_000,
  groups: 300,
  roles: 1_000,
  customPolicies: 1_500,
  accessKeysOfUser: 2,
  groupsOfUser: 10,
  versionsOfPolicy: 5,
  tagsOfResource: 20,
  policiesOfPrincipal: { System: 20, Custom: 10 },
  policyBytes: 6_144,
  trustPolicyBytes: 4_096,
} as const;
