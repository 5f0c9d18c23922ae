import type { Caller } from '../common/caller.ts';

/** The Creator shown for a key or secret: the account's id, or the ARN of the user or role that made the call. */
export function creatorOf({ accountId, identity }: Caller): string {
  return identity.kind === 'Account' ? accountId : identity.arn;
}
