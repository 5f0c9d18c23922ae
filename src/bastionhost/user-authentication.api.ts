import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import type { BastionListener, ClaimedUser, FirstFactor, Logon, PasswordAttempt } from './bastionhost.api.ts';
import { ClaimedUsers } from './logon/claimed-users.ts';
import { Logons } from './logon/logons.ts';
import { PasswordFactor } from './logon/password-factor.ts';
import { PublicKeyFactor } from './logon/public-key-factor.ts';
import { TokenFactor } from './logon/token-factor.ts';

/**
 * Authenticates O&M engineers among the users of one instance, factor by factor. An unknown user, a wrong password and
 * a user who is locked out cost the same work and get the same answer. Why else a user may not log on is said only of
 * those whose factors were all right.
 */
@Injectable()
export class UserAuthentication {
  constructor(
    private readonly users: ClaimedUsers,
    private readonly passwords: PasswordFactor,
    private readonly publicKeys: PublicKeyFactor,
    private readonly tokens: TokenFactor,
    private readonly logons: Logons,
  ) {}

  /** The user with the longest of these names that exists. A login is that user's from then on. */
  claim(listener: BastionListener, userNames: readonly string[]): Promise<ClaimedUser> {
    return this.users.find(listener, userNames);
  }

  /**
   * A token of the user is taken in the password's place.
   * @throws Outage when it cannot be checked at the moment
   */
  byPassword(
    claimed: ClaimedUser,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<FirstFactor | undefined> {
    return this.passwords.check(claimed, password, attempt);
  }

  /** The factor, where a login with this key (SSH wire form) could succeed. The caller verifies the signature. */
  byPublicKey(claimed: ClaimedUser, publicKey: Buffer): Promise<FirstFactor | undefined> {
    return this.publicKeys.check(claimed, publicKey);
  }

  /** Whoever the token is for. Counts as a logon with it. */
  byToken(
    bastion: Pick<BastionListener, 'accountId' | 'instanceId'>,
    token: Redacted<string>,
  ): Promise<FirstFactor | undefined> {
    return this.tokens.redeem(bastion, token);
  }

  /**
   * Once every factor was right. `withCode`: a code was one of them. Undefined where the user was deleted or locked out
   * in the meantime.
   */
  conclude(first: FirstFactor, withCode: boolean): Promise<Logon | undefined> {
    return this.logons.conclude(first, withCode);
  }
}
