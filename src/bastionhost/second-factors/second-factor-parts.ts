import { MailCodes } from './mail-codes.ts';
import { MailFactor } from './mail-factor.ts';
import { SecondFactorMails } from './second-factor-mails.ts';
import { SecondFactorPasses } from './second-factor-passes.ts';
import { TotpSeeds } from './totp-seeds.ts';
import { WantedFactors } from './wanted-factors.ts';

/** What stands behind SecondFactors, TotpEnrolment and SecondFactorReset. */
export const secondFactorParts = [
  SecondFactorMails,
  SecondFactorPasses,
  TotpSeeds,
  MailCodes,
  MailFactor,
  WantedFactors,
];
