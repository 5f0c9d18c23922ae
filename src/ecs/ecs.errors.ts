import { defineErrors } from '../common/service-error.ts';

/** ECS's errors, as far as the operations here use them. */
export const EcsErrors = defineErrors({
  MissingParameter: { code: 'Missing<Name>', status: 400, message: '<Name> is mandatory for this action.' },
  InvalidParameter: { code: 'InvalidParameter', status: 400, message: 'The specified parameter <Name> is not valid.' },
  Forbidden: {
    code: 'Forbidden.RAM',
    status: 403,
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  },
  AccessKeyNotFound: {
    code: 'InvalidAccessKeyId.NotFound',
    status: 404,
    message: 'Specified access key is not found.',
  },
  AccessKeyInactive: { code: 'InvalidAccessKeyId.Inactive', status: 400, message: 'Specified access key is disabled.' },
  InternalError: {
    code: 'InternalError',
    status: 500,
    message: 'The request processing has failed due to some unknown error, exception or failure.',
  },
  ServiceUnavailable: {
    code: 'ServiceUnavailable',
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },

  InstanceIdNotFound: {
    code: 'InvalidInstanceId.NotFound',
    status: 404,
    message: 'The specified InstanceId does not exist.',
  },
  StatusNotFound: {
    code: 'InvalidStatus.NotFound',
    status: 404,
    message: 'The specified Status is not found.',
  },
  NetworkTypeNotFound: {
    code: 'InvalidNetworkType.NotFound',
    status: 404,
    message: 'The specified InstanceNetworkType is not found.',
  },
  // RegisterInstance is an extension, so its codes are ours.
  InstanceIdExists: {
    code: 'InvalidInstanceId.Duplicate',
    status: 409,
    message: 'The specified InstanceId is already registered.',
  },

  // Cloud Assistant.
  InstanceNotFound: {
    code: 'InvalidInstance.NotFound',
    status: 404,
    message: 'The specified instance does not exist.',
  },
  InstanceIdMissing: {
    code: 'MissingParam.InstanceId',
    status: 400,
    message: 'The parameter instanceId is missing or empty.',
  },
  InstanceNotMatch: {
    code: 'InvalidInstance.NotMatch',
    status: 400,
    message: 'The specified instance type does not match the command.',
  },
  CommandUndecodable: {
    code: 'CmdContent.DecodeError',
    status: 400,
    message: 'The CommandContent can not be base64 decoded.',
  },
  CommandTooLong: {
    code: 'CmdContent.ExceedLimit',
    status: 403,
    message: 'The length of the command content exceeds the upper limit.',
  },
  TooManyInstances: {
    code: 'InstanceIds.ExceedLimit',
    status: 403,
    message: 'The number of instance IDs exceeds the upper limit.',
  },
  CommandTypeNotFound: {
    code: 'InvalidCmdType.NotFound',
    status: 404,
    message: 'The specified command type does not exist.',
  },
  IdempotentParameterMismatch: {
    code: 'IdempotentParameterMismatch',
    status: 403,
    message: 'The specified parameter has changed while using an already used clientToken.',
  },
  DryRunOperation: {
    code: 'DryRunOperation',
    status: 400,
    message: 'Request validation has been passed with DryRun flag set.',
  },
});
