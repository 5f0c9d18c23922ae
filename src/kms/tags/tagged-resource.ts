import type { Caller } from '../../common/caller.ts';
import { keyArn, keyPlace, keysArn } from '../keys/key-name.ts';
import { secretArn, secretPlace, secretsArn } from '../secrets/secret-name.ts';

export type TaggedKind = 'key' | 'secret';

/** A key or secret as a caller names it. */
export interface TaggedResource {
  readonly kind: TaggedKind;
  /** Id, name or ARN. */
  readonly id: string;
}

export function arnOf(caller: Caller, { kind, id }: TaggedResource): string {
  return kind === 'key' ? keyArn(caller, id) : secretArn(caller, id);
}

/** The ARN that stands for all keys or secrets of the caller. */
export function allArn(caller: Caller, kind: TaggedKind): string {
  return kind === 'key' ? keysArn(caller) : secretsArn(caller);
}

/** The id or name in the caller's own account and region; undefined for another account's or region's ARN. */
export function ownIdOf(caller: Caller, { kind, id }: TaggedResource): string | undefined {
  const place = kind === 'key' ? keyPlace(caller, id) : secretPlace(caller, id);
  if (place?.accountId !== caller.accountId) return undefined;
  if ('name' in place) return place.name;
  return 'keyId' in place ? place.keyId : undefined;
}

/** Each resource once, however it is named, in the order in which all callers lock resources. */
export function distinct(caller: Caller, resources: readonly TaggedResource[]): TaggedResource[] {
  const byArn = new Map(resources.map((resource) => [arnOf(caller, resource), resource]));
  return [...byArn.keys()].sort().map((arn) => byArn.get(arn) as TaggedResource);
}
