import type { AuthenticatedUser } from '../../../src/bastionhost/bastionhost.api.ts';
import { type SecondFactorDemand, SecondFactors } from '../../../src/bastionhost/second-factors.api.ts';
import type { Redacted } from '../../../src/common/redacted.ts';

/** Second factors that are what the test says: a fake, since real codes pass once and need a clock. */
export class WantedCodes extends SecondFactors {
  static readonly code = '271828';
  wanted?: SecondFactorDemand;
  /** The users who were asked. */
  readonly asked: string[] = [];
  /** How often a code was compared. */
  compared = 0;

  override async demand({ userName }: AuthenticatedUser): Promise<SecondFactorDemand | undefined> {
    this.asked.push(userName);
    return this.wanted;
  }

  override async verify(_user: AuthenticatedUser, _source: unknown, code: Redacted<string>): Promise<boolean> {
    this.compared += 1;
    return code.reveal() === WantedCodes.code;
  }
}
