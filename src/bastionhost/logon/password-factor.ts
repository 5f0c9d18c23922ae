import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import type { ClaimedUser, FirstFactor, PasswordAttempt } from '../bastionhost.api.ts';
import { isTokenLike } from '../operation-token-form.api.ts';
import { PasswordProof } from '../users/password-proof.ts';
import type { User } from '../users/user.entity.ts';
import { UsersService } from '../users/users.ts';
import { authenticated } from './authenticated.ts';
import { LockOuts } from './lock-outs.ts';
import { TokenFactor } from './token-factor.ts';

const nobody = '0';

/** The password as a first factor, or a token of the user in its place. */
@Injectable()
export class PasswordFactor {
  constructor(
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly tokens: TokenFactor,
    private readonly lockOuts: LockOuts,
  ) {}

  /** While the user is locked out nothing is compared, but it takes as long. */
  async check(
    claimed: ClaimedUser,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<FirstFactor | undefined> {
    const row = (await this.users.find(claimed, claimed.userId)) ?? undefined;
    const user = row && !this.lockOuts.has(row) ? row : undefined;
    if (isTokenLike(password.reveal())) {
      const byToken = await this.tokens.redeem(claimed, password, user?.id ?? nobody);
      if (byToken) return byToken;
    }
    if (claimed.isPasswordOff) return undefined;
    return this.compare(claimed, user, password, attempt);
  }

  private async compare(
    claimed: ClaimedUser,
    user: User | undefined,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<FirstFactor | undefined> {
    // Others may have locked the user out while this attempt waited for its turn.
    const isBarred = () => this.isLockedOut(claimed);
    const { isRight, isWrong, error } = await this.proof.compare(claimed, user, password, attempt, isBarred);
    if (isRight) return { user: authenticated(claimed), by: 'password' };
    // Nobody learns anything from an attempt that is no longer wanted, and it may not have been checked.
    const counted = isWrong ? claimed : { ...claimed, userId: nobody };
    if (attempt?.isWanted() ?? true) await this.lockOuts.failed(counted, attempt?.address);
    // Thrown to everybody, so that a directory that does not answer does not show whom it knows either.
    if (error) throw error;
    return undefined;
  }

  private async isLockedOut({ userId, ...bastion }: ClaimedUser): Promise<boolean> {
    const user = await this.users.find(bastion, userId);
    return user !== null && this.lockOuts.has(user);
  }
}
