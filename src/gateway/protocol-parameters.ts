import { isAbsent } from './bind-fields.ts';
import type { ParameterValue } from './parameters.ts';

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

// They change no answer, except of an operation that declares one: every text here is in one language.
const withoutMeaning: ReadonlySet<string> = new Set(['AcceptLanguage', 'Lang', 'SourceIp']);

// They say whose resources are meant.
const ownerIds: ReadonlySet<string> = new Set(['OwnerId', 'ResourceOwnerId']);

// They say it by an account's name, or mean the resources of one project: accounts have no names here, and there are no projects.
const onlyEmpty: ReadonlySet<string> = new Set([
  'OwnerAccount',
  'ResourceOwnerAccount',
  'ProjectId',
  'OperationProjectId',
]);

/** Whether any call may carry the parameter with this value, which then changes no answer, the vendor's neither. */
export function isTolerated(name: string, value: ParameterValue | undefined, accountId: string): boolean {
  if (withoutMeaning.has(name)) return true;
  const isEmpty = isAbsent(value);
  return ownerIds.has(name) ? isEmpty || String(value) === accountId : onlyEmpty.has(name) && isEmpty;
}
