/** Parameters of the protocol itself; no operation has one of these names. */
export const protocolNames: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
  'SecurityToken',
  'RegionId',
]);

/** Any call may carry them, and they change no answer, except of an operation that declares one. */
export const toleratedNames: ReadonlySet<string> = new Set([
  'OwnerId',
  'OwnerAccount',
  'ResourceOwnerId',
  'ResourceOwnerAccount',
  'ProjectId',
  'OperationProjectId',
  'AcceptLanguage',
  'Lang',
  'SourceIp',
]);
