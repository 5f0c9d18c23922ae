import { defineErrors } from '../common/service-error.ts';

/** The errors of BssOpenApi. */
export const BssOpenApiErrors = defineErrors({
  MissingParameter: { code: 'Missing<Name>', status: 400, message: '<Name> is mandatory for this action.' },
  InvalidParameter: { code: 'InvalidParameter', status: 400, message: 'The specified parameter <Name> is not valid.' },
  NotAuthorized: { code: 'NotAuthorized', status: 403, message: 'This API is not authorized for caller.' },
  InternalError: {
    code: 'InternalError',
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
  },
  ServiceUnavailable: {
    code: 'ServiceUnavailable',
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
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
});
