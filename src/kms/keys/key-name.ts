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

/** The ARN of the caller's key or alias; an ARN is returned unchanged. */
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

/** A key, by its owner and its id or alias. */
export type KeyPlace = Owner & ({ readonly keyId: string } | { readonly aliasName: string });

/**
 * The key that an id, alias or ARN refers to. An ARN says whose key it is; an id or alias is the caller's own.
 * Undefined for an ARN of another region.
 */
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
