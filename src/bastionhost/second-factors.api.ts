import type { Redacted } from '../common/redacted.ts';
import type { AuthenticatedUser } from './bastionhost.api.ts';

/** Where a login comes from. */
export interface LoginSource {
  /** The network address, without prefix and zone. */
  readonly address: string;
}

/** What a user is asked for after a right password or key. */
export type SecondFactorDemand =
  /** A code, of an app or one that has just been mailed. The prompt contains `Mfa Code`, for which scripts wait. */
  | { readonly kind: 'code'; readonly prompt: string }
  /** They have to enrol an app first: the login succeeds, and enrolment comes before anything else. */
  | { readonly kind: 'enrol' }
  /** They need a factor that nobody can give here. The reason is shown to them, and the login leads nowhere. */
  | { readonly kind: 'impossible'; readonly reason: string };

/** The second factor of users, as the settings of the instance and of the user have it. */
export abstract class SecondFactors {
  /**
   * Called once per login, after the first factor has been proven. Undefined: no second factor is wanted, or the user
   * gave one at this address lately.
   */
  abstract demand(user: AuthenticatedUser, source: LoginSource): Promise<SecondFactorDemand | undefined>;

  /** Whether the code is right. A code is right once. The caller counts failures and locks the user out. */
  abstract verify(user: AuthenticatedUser, source: LoginSource, code: Redacted<string>): Promise<boolean>;
}
