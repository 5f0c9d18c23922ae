import { defineErrors } from '../common/service-error.ts';

/** KMS's errors; the misspellings are the vendor's. */
export const KmsErrors = defineErrors({
  MissingParameter: {
    code: 'MissingParameter',
    status: 400,
    message: 'The parameter  <Name>  needed but no provided.',
  },
  InvalidParameter: { code: 'InvalidParameter', status: 400, message: 'The specified parameter <Name> is not valid.' },
  NoPermission: {
    code: 'Forbidden.NoPermission',
    status: 403,
    message: 'This operation for <Resource> is forbidden by permission system.',
  },
  AccessKeyNotFound: {
    code: 'InvalidAccessKeyId.NotFound',
    status: 404,
    message: 'The Access Key ID provided does not exist in our records.',
  },
  AccessKeyInactive: { code: 'Forbidden.AccessKey', status: 403, message: 'This AccessKey is not enabled.' },
  InternalFailure: { code: 'InternalFailure', status: 500, message: 'Internal Failure' },
  ServiceUnavailable: {
    code: 'ServiceUnavailableTemporary',
    status: 503,
    message: 'Service Unavailable Temporary.',
  },

  ResourceNotFound: { code: 'Forbidden.ResourceNotFound', status: 404, message: 'Resource not found' },
  PolicyNotFound: { code: 'Forbidden.ResourceNotFound', status: 404, message: 'Policy not found.' },
  SecretExists: { code: 'Rejected.ResourceExist', status: 409, message: 'The resource already exists.' },
  VersionExists: {
    code: 'Rejected.ResourceExist',
    status: 409,
    message: 'The request was rejected becasue key already exsit',
  },
  NameInDeleteWindow: {
    code: 'Rejected.ResourceInDeleteWindow',
    status: 409,
    message: 'The secret is planned to be deleted.',
  },
  SecretInDeleteWindow: {
    code: 'Rejected.ResourceInDeleteWindow',
    status: 409,
    message: 'secret in delete peroid',
  },
  SecretNotInDeleteWindow: { code: 'Rejected.ResourceInUse', status: 409, message: 'restore normal secret' },
  // The limit is documented (50 an hour per secret), its error is not. A throttling error would make clients retry for
  // an hour.
  TooManyRotations: { code: 'Rejected.LimitExceeded', status: 400, message: 'exceed secret limits error' },
  TooManyStages: { code: 'Rejected.LimitExceeded', status: 400, message: 'exceed secret limits error' },
  StageMismatch: { code: 'Rejected.InvalidRequest', status: 400, message: 'param mismatch' },
  UnusualStage: {
    code: 'Rejected.UnsupportedOperation',
    status: 400,
    message: 'secret stages in unnormal status',
  },
  RotationInProgress: {
    code: 'Rejected.RotationInProgress',
    status: 409,
    message: 'The request was rejected because a rotation of the secret is in progress.',
  },
  UnsupportedOperation: { code: 'Rejected.UnsupportedOperation', status: 400, message: 'Unsupported operation.' },

  KeyNotFound: { code: 'Forbidden.KeyNotFound', status: 404, message: 'The specified Key is not found.' },
  AliasNotFound: { code: 'Forbidden.AliasNotFound', status: 404, message: 'The specified Alias is not found.' },
  KeyDisabled: {
    code: 'Rejected.Disabled',
    status: 409,
    message: 'The request was rejected because the key state is Disabled.',
  },

  TaggedResourceNotFound: {
    code: 'InvalidResourceId.NotFound',
    status: 404,
    message: 'The specified ResourceId is not found.',
  },
  InvalidTagKey: { code: 'InvalidParameter.TagKey', status: 400, message: 'The specified parameter is not valid.' },
  InvalidTagValue: { code: 'InvalidParameter.TagValue', status: 400, message: 'The specified parameter is not valid.' },
  DuplicateTagKey: { code: 'Duplicate.TagKey', status: 400, message: 'The specified tagKey is duplicate.' },
  TooManyTags: {
    code: 'Rejected.LimitExceeded',
    status: 400,
    message: 'The request was rejected because user create resource limit was exceeded',
  },
  KeyPendingDeletion: {
    code: 'Rejected.PendingDeletion',
    status: 409,
    message: 'The request was rejected because the key state is PendingDeletion.',
  },
  KeyPendingImport: {
    code: 'Rejected.PendingImport',
    status: 409,
    message: 'The request was rejected because the key state is PendingImport.',
  },
  StateModifiedFailed: { code: 'Rejected.StateModifiedFailed', status: 409, message: 'Keystate modified failed.' },
  // Neither the code nor the text is known.
  KeyProtected: {
    code: 'Rejected.DeletionProtection',
    status: 409,
    message: 'The request was rejected because deletion protection of the key is enabled.',
  },
  KeyVersionNotFound: {
    code: 'Forbidden.KeyVersionNotFound',
    status: 404,
    message: 'The specified Key version is not found.',
  },
  TooManyKeyVersions: {
    code: 'Rejected.LimitExceeded',
    status: 400,
    message: 'The request was rejected because user create resource limit was exceeded',
  },
  AliasExists: { code: 'AliasAlreadyExists', status: 400, message: 'AliasName Already Exists.' },
  AliasUnsupported: { code: 'Unsupported.Alias', status: 400, message: 'Alias is not valid for this api.' },
  OriginUnsupported: {
    code: 'Unsupported.Origin',
    status: 400,
    message: 'This key origin is not valid for this api.',
  },
  ActionUnsupported: { code: 'UnsupportedOperation', status: 400, message: 'This action is not supported.' },
  KeyMaterialInvalid: { code: 'InvalidKeyMaterial', status: 400, message: 'key material is invalid' },
  ImportTokenInvalid: { code: 'InvalidImportToken', status: 400, message: 'import token is invalid' },
  ImportTokenExpired: { code: 'ExpiredImportToken', status: 400, message: 'import token is expired' },
  InstanceNotFound: {
    code: 'Forbidden.DKMSInstanceNotFound',
    status: 403,
    message: 'The specified DKMS Instance is not found.',
  },

  // Only the codes of the three answers to DryRun=true are known, not their texts.
  DryRunOperation: {
    code: 'DryRunOperationError',
    status: 400,
    message: 'The request would have succeeded, but the DryRun parameter is set.',
  },
  DryRunValidation: {
    code: 'ValidationError',
    status: 400,
    message: 'The request would have failed, and the DryRun parameter is set: <Reason>',
  },
  DryRunAccessDenied: {
    code: 'AccessDeniedError',
    status: 400,
    message: 'The request would have been refused by the permission system, and the DryRun parameter is set.',
  },
});
