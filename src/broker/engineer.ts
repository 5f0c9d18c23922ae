import type { AuthenticatedUser, TargetName } from '../bastionhost/bastionhost.api.ts';

/** An O&M engineer who has logged in, and the target that they named, if it was well formed. */
export interface Engineer {
  readonly user: AuthenticatedUser;
  readonly target?: TargetName;
}
