import type { Caller } from '../../common/caller.ts';
import { newRequestId, randomLowerAlphanumeric } from '../../common/identifiers.ts';

export function newKeyId(): string {
  return `key-${randomLowerAlphanumeric(20)}`;
}

/** A lower-case UUID. */
export function newKeyVersionId(): string {
  return newRequestId().toLowerCase();
}

type Owner = Pick<Caller, 'accountId' | 'region'>;

const arn = /^acs:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/s;
const aliasPrefix = 'alias/';

/** The ARN of a key of the caller, or of his alias; an ARN stays as it is. */
export function keyArn({ accountId, region }: Owner, keyIdOrAlias: string): string {
  if (arn.test(keyIdOrAlias)) return keyIdOrAlias;
  const kind = keyIdOrAlias.startsWith(aliasPrefix) ? '' : 'key/';
  return `acs:kms:${region}:${accountId}:${kind}${keyIdOrAlias}`;
}

/** The ARN that stands for all keys of the caller. */
export function keysArn({ accountId, region }: Owner): string {
  return `acs:kms:${region}:${accountId}:key`;
}

/** The ARN that stands for all aliases of the caller. */
export function aliasesArn({ accountId, region }: Owner): string {
  return `acs:kms:${region}:${accountId}:alias`;
}

/** Whose key, by its id or by an alias. */
export type KeyPlace = Owner & ({ readonly keyId: string } | { readonly aliasName: string });

/** What an id, alias or ARN means: an ARN says whose key it is, anything else is the caller's own. Keys of another region are not here. */
export function keyPlace(caller: Owner, reference: string): KeyPlace | undefined {
  const [, region, accountId, kind, name] = arn.exec(reference) ?? [];
  if (kind === undefined || name === undefined || accountId === undefined) {
    const owner = { accountId: caller.accountId, region: caller.region };
    return reference.startsWith(aliasPrefix) ? { ...owner, aliasName: reference } : { ...owner, keyId: reference };
  }
  if (region !== caller.region) return undefined;
  return kind === 'key'
    ? { accountId, region, keyId: name }
    : { accountId, region, aliasName: `${aliasPrefix}${name}` };
}

/** True for an alias, by name or by ARN. */
export function isAlias(reference: string): boolean {
  return (arn.exec(reference)?.[3] ?? reference.split('/', 1)[0]) === 'alias';
}
