import type { AuthenticatedUser, Target } from '../bastionhost/bastionhost.api.ts';

/** What an engineer has to do on a terminal before anything else, in this order. */
export type Errand = 'ChangePassword' | 'EnrolTotp';

/** An O&M engineer who has logged in. */
export interface Engineer {
  readonly user: AuthenticatedUser;
  /** Undefined: they choose. */
  readonly target?: Target;
  readonly errands: readonly Errand[];
}
