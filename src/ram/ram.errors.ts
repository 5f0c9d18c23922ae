import { defineErrors } from '../common/service-error.ts';

const fromTheGateway = {
  MissingParameter: { code: 'Missing<Name>', status: 400, message: '<Name> is mandatory for this action.' },
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
  ServiceUnavailable: {
    code: 'ServiceUnavailable',
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
} as const;

/** The errors of RAM that any operation may answer. */
export const RamErrors = defineErrors({
  ...fromTheGateway,
  // RAM itself reports this parameter as missing, in other words than the gateway (observed).
  MissingPolicyDocument: {
    code: 'MissingParameter',
    status: 400,
    message: 'Parameter PolicyDocument is required.',
  },
  NoPermission: {
    code: 'NoPermission',
    status: 403,
    message: 'You are not authorized to do this action. Resource: <Resource> Action: <Action>',
  },
  InternalError: { code: 'InternalError', status: 500, message: 'An internal error occurred.' },
  InvalidChars: {
    code: 'InvalidParameter.<Name>.InvalidChars',
    status: 400,
    message: 'The parameter - "<Name>" contains invalid chars.',
  },
  InvalidLength: {
    code: 'InvalidParameter.<Name>.Length',
    status: 400,
    message: 'The parameter - "<Name>" beyond the length limit.',
  },
  InvalidFormat: {
    code: 'InvalidParameter.<Name>.Format',
    status: 400,
    message: 'The format of the parameter - "<Name>" is incorrect.',
  },
  // Documented for PolicyType; inferred for any other parameter whose value is not one of those allowed.
  InvalidParameter: {
    code: 'InvalidParameter.<Name>',
    status: 400,
    message: 'The parameter - "<Name>" is incorrect.',
  },
  // Inferred: a parameter name that is not a plain word does not belong in an error code.
  UnknownParameter: { code: 'InvalidParameter', status: 400, message: 'The parameter is incorrect.' },
});

/** The same errors, as STS words them. */
export const StsErrors = defineErrors({
  ...fromTheGateway,
  NoPermission: {
    code: 'NoPermission',
    status: 403,
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
  },
  InternalError: {
    code: 'InternalError',
    status: 500,
    message: 'STS Server Internal Error happened, please send the RequestId to us.',
  },
  InvalidParameter: {
    code: 'InvalidParameter.<Name>',
    status: 400,
    message: 'The parameter <Name> is wrongly formed.',
  },
  UnknownParameter: { code: 'InvalidParameter', status: 400, message: 'The parameter is wrongly formed.' },
});
