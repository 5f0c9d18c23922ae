import type { Caller } from '../../../common/caller.ts';
import { RamErrors } from '../../ram.errors.ts';

/** The user that a call on AccessKeys is about: the one named, else the caller himself. */
export function userNameOf({ identity }: Caller, { UserName }: { UserName?: string }): string {
  if (UserName !== undefined) return UserName;
  if (identity.kind !== 'RamUser') throw RamErrors.MissingParameter({ Name: 'UserName' });
  return identity.arn.slice(identity.arn.lastIndexOf('/') + 1);
}
