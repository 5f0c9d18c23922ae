import { defineErrors, ServiceError } from '../common/service-error.ts';

// Terraform's deletes ignore this older code wherever it stands in the body of an error, so that deleting what is
// already deleted succeeds.
const alreadyGone = { ErrorCode: 'OBJECT_NOT_FOUND' };

/** The errors of Bastionhost, in the vendor's wording. */
export const BastionhostErrors = defineErrors({
  InvalidParameter: { code: 'InvalidParameter', status: 400, message: 'The argument is invalid.' },
  InternalError: { code: 'InternalError', status: 500, message: 'An unknown error occurred.' },
  ServiceUnavailable: {
    code: 'ServiceUnavailable',
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
  MissingParameter: { code: 'Missing<Name>', status: 400, message: '<Name> is mandatory for this action.' },
  AccessDenied: {
    code: 'Forbidden.RAM',
    status: 403,
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  },
  AccessKeyNotFound: {
    code: 'InvalidAccessKeyId.NotFound',
    status: 404,
    message: 'Specified access key is not found.',
  },
  AccessKeyInactive: {
    code: 'InvalidAccessKeyId.Inactive',
    status: 400,
    message: 'Specified access key is disabled.',
  },
  // Terraform takes this code for a missing instance. The vendor's text is not known.
  InstanceNotUsable: {
    code: 'Commodity.BizError.InvalidStatus',
    status: 400,
    message: 'The bastion host instance does not exist or cannot be used.',
  },
  // Inferred: the vendor documents which editions have KMS secrets, but not how the others refuse.
  KmsSecretsUnsupported: {
    code: 'KmsSecretsUnsupported',
    status: 400,
    message: 'KMS secrets are not available: <Reason>.',
  },
  // Inferred: how the vendor words a verification that fails is not documented.
  AuthServerNotUsable: {
    code: 'AuthServerNotUsable',
    status: 400,
    message: 'The authentication server cannot be used: <Reason>.',
  },
  // Inferred: the vendor has all of its methods.
  TwoFactorMethodUnsupported: {
    code: 'TwoFactorMethodUnsupported',
    status: 400,
    message: 'The two-factor authentication method <Method> is not supported: <Reason>.',
  },
  HostNotFound: { code: 'HostNotFound', status: 400, message: 'The host is not found.', detail: alreadyGone },
  HostAccountNotFound: {
    code: 'HostAccountNotFound',
    status: 404,
    message: 'The host account is not found.',
    detail: alreadyGone,
  },
  UserNotFound: { code: 'UserNotFound', status: 404, message: 'The user is not found.', detail: alreadyGone },
  UserPublicKeyNotFound: {
    code: 'UserPublicKeyNotFound',
    status: 404,
    message: 'The user public key is not found.',
    detail: alreadyGone,
  },
  UserGroupNotFound: {
    code: 'UserGroupNotFound',
    status: 404,
    message: 'The user group is not found.',
    detail: alreadyGone,
  },
  HostGroupNotFound: {
    code: 'HostGroupNotFound',
    status: 404,
    message: 'The host group is not found.',
    detail: alreadyGone,
  },
  // Inferred: sessions have no public operations.
  SessionNotFound: { code: 'SessionNotFound', status: 404, message: 'The session is not found.' },
  // Ours, as authorities are.
  HostAuthorityNotFound: {
    code: 'HostAuthorityNotFound',
    status: 404,
    message: 'The host authority is not found.',
  },
  HostAuthorityLimit: {
    code: 'HostAuthorityLimit',
    status: 400,
    message: 'An instance has two host authorities at most. Delete the old one first.',
  },
  HostAuthorityIsOnlyOne: {
    code: 'HostAuthorityIsOnlyOne',
    status: 400,
    message: 'The host authority is the only one of the instance. Create another one first.',
  },
  HostShareKeyNotFound: {
    code: 'HostShareKeyNotFound',
    status: 404,
    message: 'The host share key is not found.',
    detail: alreadyGone,
  },
  RuleNotFound: { code: 'RuleNotFound', status: 404, message: 'The rule is not found.', detail: alreadyGone },
  NetworkDomainNotFound: {
    code: 'NetworkDomainNotFound',
    status: 404,
    message: 'The network domain is not found.',
    detail: alreadyGone,
  },
  // Inferred: the vendor does not document what becomes of hosts in a domain that is deleted.
  NetworkDomainInUse: { code: 'NetworkDomainInUse', status: 400, message: 'The network domain still has hosts.' },
  // Inferred: the vendor documents no codes for tokens.
  OperationTokenNotFound: {
    code: 'OperationTokenNotFound',
    status: 404,
    message: 'The operation token is not found.',
  },
  OperationTokenNotRenewable: {
    code: 'OperationTokenNotRenewable',
    status: 400,
    message: 'The operation token has been renewed as often as it may be.',
  },
  HostAlreadyExists: { code: 'HostAlreadyExists', status: 400, message: 'The host already exists.' },
  HostAccountAlreadyExists: {
    code: 'HostAccountAlreadyExists',
    status: 400,
    message: 'The host account already exists.',
  },
  HostShareKeyAlreadyExists: {
    code: 'HostShareKeyAlreadyExists',
    status: 400,
    message: 'The host share key already exists.',
  },
  UserAlreadyExists: { code: 'UserAlreadyExists', status: 400, message: 'The user already exists.' },
  UserPublicKeyAlreadyExists: {
    code: 'UserPublicKeyAlreadyExists',
    status: 400,
    message: 'The user public key already exists.',
  },
  UserGroupAlreadyExists: {
    code: 'UserGroupAlreadyExists',
    status: 400,
    message: 'The user group already exists.',
  },
  NetworkDomainAlreadyExists: {
    code: 'NetworkDomainAlreadyExists',
    status: 400,
    message: 'The network domain already exists.',
  },
  HostGroupAlreadyExists: {
    code: 'HostGroupAlreadyExists',
    status: 400,
    message: 'The host group already exists.',
  },
  RuleAlreadyExists: { code: 'RuleAlreadyExists', status: 400, message: 'The rule already exists.' },
});

/** The vendor's InvalidParameter. Its text names no parameter; an extra member of the body does. */
export function invalidParameter(name: string): ServiceError {
  const { code, status, message } = BastionhostErrors.table.InvalidParameter;
  return new ServiceError(code, status, message, { Parameter: name });
}
