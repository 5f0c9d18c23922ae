import { isAbsent } from './bind-fields.ts';
import type { ParameterValue } from './parameters.ts';

/** The protocol's own parameters; no operation has one of these names. */
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

// They change no answer, unless an operation declares them: all text here is in one language.
const withoutMeaning: ReadonlySet<string> = new Set(['AcceptLanguage', 'Lang', 'SourceIp']);

// They name the account whose resources are meant, by its id.
const ownerIds: ReadonlySet<string> = new Set(['OwnerId', 'ResourceOwnerId']);

// They name that account by its name, or a project whose resources are meant: accounts have no names here, and there
// are no projects.
const onlyEmpty: ReadonlySet<string> = new Set([
  'OwnerAccount',
  'ResourceOwnerAccount',
  'ProjectId',
  'OperationProjectId',
]);

/**
 * Whether any call may carry the parameter with this value, which changes no answer, neither here nor at the vendor.
 */
export function isTolerated(name: string, value: ParameterValue | undefined, accountId: string): boolean {
  if (withoutMeaning.has(name)) return true;
  const isEmpty = isAbsent(value);
  return ownerIds.has(name) ? isEmpty || String(value) === accountId : onlyEmpty.has(name) && isEmpty;
}
