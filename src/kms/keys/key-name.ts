import type { Caller } from '../../common/caller.ts';
import { newRequestId, randomLowerAlphanumeric } from '../../common/identifiers.ts';

export function newKeyId(): string {
  return `key-${randomLowerAlphanumeric(20)}`;
}

/** A lower-case UUID. */
export function newKeyVersionId(): string {
  return newRequestId().toLowerCase();
}

const arn = /^acs:kms:([^:]*):([^:]*):key\/(.*)$/s;

/** The ARN of a key of the caller; an ARN stays as it is. */
export function keyArn(caller: Pick<Caller, 'accountId' | 'region'>, keyId: string): string {
  return arn.test(keyId) ? keyId : `acs:kms:${caller.region}:${caller.accountId}:key/${keyId}`;
}

/** The ARN that stands for all keys of the caller. */
export function keysArn({ accountId, region }: Caller): string {
  return `acs:kms:${region}:${accountId}:key`;
}

/** The key id that an id or ARN names in the caller's account and region; undefined for an ARN of another one. */
export function ownKeyId(caller: Caller, keyIdOrArn: string): string | undefined {
  const [, region, accountId, keyId] = arn.exec(keyIdOrArn) ?? [];
  if (keyId === undefined) return keyIdOrArn;
  return region === caller.region && accountId === caller.accountId ? keyId : undefined;
}
