import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import type { AuthenticatedUser } from './bastionhost.api.ts';
import type { LoginSource } from './second-factors.api.ts';
import { SecondFactorMails } from './second-factors/second-factor-mails.ts';
import { SecondFactorPasses } from './second-factors/second-factor-passes.ts';
import { TotpSeeds } from './second-factors/totp-seeds.ts';
import { keyOf, newSeed, uriOf } from './second-factors/totp.ts';
import { WantedFactors } from './second-factors/wanted-factors.ts';

/** A seed that is offered to a user and kept nowhere else yet. */
export interface OfferedSeed {
  readonly seed: Redacted<Buffer>;
  /** For a QR code. */
  readonly uri: Redacted<string>;
  /** In Base32, to be typed into an app. */
  readonly key: Redacted<string>;
}

/** `AlreadyEnrolled`: in another terminal, in the meantime. */
export type EnrolmentOutcome = 'Enrolled' | 'WrongCode' | 'AlreadyEnrolled';

/** Enrols authenticator apps of users who have proven their first factor. */
@Injectable()
export class TotpEnrolment {
  constructor(
    private readonly seeds: TotpSeeds,
    private readonly passes: SecondFactorPasses,
    private readonly wanted: WantedFactors,
    private readonly mails: SecondFactorMails,
  ) {}

  offer({ instanceId, userName }: AuthenticatedUser): OfferedSeed {
    const seed = newSeed();
    return { seed, uri: uriOf(seed, { issuer: instanceId, account: userName }), key: keyOf(seed) };
  }

  /** Keeps the seed once a code proves that the app has it. That code is the second factor of this login. */
  async confirm(
    user: AuthenticatedUser,
    { address }: LoginSource,
    { seed }: OfferedSeed,
    code: Redacted<string>,
  ): Promise<EnrolmentOutcome> {
    const outcome = await this.seeds.enrol(user.userId, seed, code);
    if (outcome !== 'Enrolled') return outcome;
    await this.passes.note(user.userId, address);
    const { user: enrolled } = await this.wanted.of(user);
    void this.mails.enrolled(enrolled, address);
    return outcome;
  }
}
