/** Published operations of RAM that are not implemented. */
export const absent = [
  'BindMFADevice',
  'ChangePassword',
  'ClearAccountAlias',
  'CreateLoginProfile',
  'CreateServiceLinkedRole',
  'CreateVirtualMFADevice',
  'DecodeDiagnosticMessage',
  'DeleteServiceLinkedRole',
  'DeleteVirtualMFADevice',
  'SetAccountAlias',
  'SetPasswordPolicy',
  'SetSecurityPreference',
  'UpdateLoginProfile',
] as const;

/** Published operations of STS that are not implemented. */
export const absentOfSts = ['AssumeRoleWithOIDC', 'AssumeRoleWithSAML'] as const;
