import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import type { AuthenticatedUser } from './bastionhost.api.ts';
import { LockOuts } from './logon/lock-outs.ts';
import { type LoginSource, type SecondFactorDemand, SecondFactors } from './second-factors.api.ts';
import { UsersService } from './users/users.ts';

/** Asks users for their second factor, and locks them out after wrong codes. */
@Injectable()
export class LoginCodes {
  constructor(
    private readonly secondFactors: SecondFactors,
    private readonly users: UsersService,
    private readonly lockOuts: LockOuts,
  ) {}

  /** What is wanted after the first factor; undefined: nothing. */
  demand(user: AuthenticatedUser, source: LoginSource): Promise<SecondFactorDemand | undefined> {
    return this.secondFactors.demand(user, source);
  }

  /** Whether the code is right. While the user is locked out, none is, and none is compared. */
  async accepts(user: AuthenticatedUser, source: LoginSource, code: Redacted<string>): Promise<boolean> {
    const row = await this.users.find(user, user.userId);
    if (!row || this.lockOuts.has(row)) return false;
    if (await this.secondFactors.verify(user, source, code)) return true;
    await this.lockOuts.failed(user, source.address);
    return false;
  }
}
