import { defineErrors } from '../common/service-error.ts';

/**
 * What the gateway answers before a product is reached. Texts as observed in real answers, unless a row says otherwise.
 */
export const GatewayErrors = defineErrors({
  MissingParameter: { code: 'Missing<Name>', status: 400, message: '<Name> is mandatory for this action.' },
  InvalidActionNotFound: {
    code: 'InvalidAction.NotFound',
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  InvalidVersion: { code: 'InvalidVersion', status: 400, message: 'Specified parameter Version is not valid.' },
  InvalidFormat: { code: 'InvalidParameter.Format', status: 400, message: 'Specified parameter format is not valid.' },
  // Inferred: the call succeeded, and only its answer cannot be represented. The vendor's behaviour is unknown.
  UnwritableInXml: {
    code: 'InvalidParameter.Format',
    status: 400,
    message: 'The call succeeded, but XML cannot carry the control characters in its answer. Format=JSON can.',
  },
  InvalidParameter: { code: 'InvalidParameter', status: 400, message: 'The specified parameter <Name> is not valid.' },
  InvalidSignatureMethod: {
    code: 'InvalidSignatureMethod',
    status: 400,
    message: 'Specified signature method is not valid.',
  },
  SignatureDoesNotMatch: {
    code: 'SignatureDoesNotMatch',
    status: 400,
    message: 'Specified signature is not matched with our calculation. server string to sign is:<StringToSign>',
  },
  SignatureDoesNotMatchV3: {
    code: 'SignatureDoesNotMatch',
    status: 400,
    message:
      'Specified signature does not match our calculation. server StringToSign is [<StringToSign>] server CanonicalRequest is [<CanonicalRequest>]',
  },
  IncompleteSignature: {
    code: 'IncompleteSignature',
    status: 400,
    message: 'The request signature does not conform to Aliyun standards.',
  },
  SignatureNonceUsed: {
    code: 'SignatureNonceUsed',
    status: 400,
    message: 'Specified signature nonce was used already.',
  },
  TimestampExpired: {
    code: 'InvalidTimeStamp.Expired',
    status: 400,
    message: 'Specified time stamp or date value is expired.',
  },
  TimestampFormat: {
    code: 'InvalidTimeStamp.Format',
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
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
  SecurityTokenMalformed: {
    code: 'InvalidSecurityToken.Malformed',
    status: 400,
    message: 'Specified SecurityToken is malformed.',
  },
  SecurityTokenMismatch: {
    code: 'InvalidSecurityToken.MismatchWithAccessKey',
    status: 400,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
  },
  SecurityTokenExpired: {
    code: 'InvalidSecurityToken.Expired',
    status: 400,
    message: 'Specified SecurityToken is expired.',
  },
  MissingSecurityToken: {
    code: 'MissingSecurityToken',
    status: 400,
    message: 'SecurityToken is mandatory for this action.',
  },
  NeedSsl: {
    code: 'InvalidProtocol.NeedSsl',
    status: 400,
    message: 'Your request is denied as lack of ssl protect.',
  },
  UnsupportedMethod: { code: 'UnsupportedHTTPMethod', status: 403, message: 'This http method is not supported.' },
  UnreadableRequest: {
    code: 'ParseRequestParameterException',
    status: 400,
    message: 'Server parse parameters exception. Please check your input params.',
  },
  // How the vendor's shared gateway answers an oversized request is unknown; its KMS instances answer 413.
  RequestTooLarge: { code: 'RequestTooLarge', status: 413, message: 'The request is larger than 1,048,576 bytes.' },
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
});
