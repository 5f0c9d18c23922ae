/** Published operations of RAM that are not here. */
export const absent = [
  'BindMFADevice',
  'ChangePassword',
  'ClearAccountAlias',
  'CreateLoginProfile',
  'CreateVirtualMFADevice',
  'DecodeDiagnosticMessage',
  'DeleteLoginProfile',
  'DeleteVirtualMFADevice',
  'GetAccountAlias',
  'GetLoginProfile',
  'GetPasswordPolicy',
  'GetSecurityPreference',
  'GetUserMFAInfo',
  'ListVirtualMFADevices',
  'SetAccountAlias',
  'SetPasswordPolicy',
  'SetSecurityPreference',
  'UnbindMFADevice',
  'UpdateLoginProfile',
] as const;

/** Published operations of STS that are not here. */
export const absentOfSts = ['AssumeRoleWithOIDC', 'AssumeRoleWithSAML'] as const;
