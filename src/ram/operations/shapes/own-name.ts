import type { Caller } from '../../../common/caller.ts';
import { RamErrors } from '../../ram.errors.ts';

/**
 * The user that a call on AccessKeys is about: the one named, else the caller.
 * @throws MissingUserName when no one is named and the caller is not a RAM user
 */
export function userNameOf({ identity }: Caller, { UserName }: { UserName?: string }): string {
  if (UserName !== undefined) return UserName;
  if (identity.kind !== 'RamUser') throw RamErrors.MissingParameter({ Name: 'UserName' });
  return identity.arn.slice(identity.arn.lastIndexOf('/') + 1);
}
