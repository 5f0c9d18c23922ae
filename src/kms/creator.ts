import type { Caller } from '../common/caller.ts';

/** What the Creator of a key or secret is shown as: the account, or the ARN of the role that acted in it. */
export function creatorOf({ accountId, identity }: Caller): string {
  return identity.kind === 'Account' ? accountId : identity.arn;
}
