import { SecondFactors } from '../second-factors.api.ts';
import { TotpEnrolment } from '../totp-enrolment.api.ts';
import { MailCode } from './mail-code.entity.ts';
import { MailCodes } from './mail-codes.ts';
import { MailFactor } from './mail-factor.ts';
import { MethodSupport } from './method-support.ts';
import { SecondFactorMails } from './second-factor-mails.ts';
import { SecondFactorPass } from './second-factor-pass.entity.ts';
import { SecondFactorPasses } from './second-factor-passes.ts';
import { SecondFactorReset } from './second-factor-reset.ts';
import { TotpSeed } from './totp-seed.entity.ts';
import { TotpSeeds } from './totp-seeds.ts';
import { UserSecondFactors } from './user-second-factors.ts';
import { WantedFactors } from './wanted-factors.ts';

export const secondFactorEntities = [TotpSeed, MailCode, SecondFactorPass];

/** What the module of Bastionhost provides for second factors. */
export const secondFactorProviders = [
  MethodSupport,
  SecondFactorMails,
  SecondFactorPasses,
  TotpSeeds,
  MailCodes,
  MailFactor,
  WantedFactors,
  SecondFactorReset,
  TotpEnrolment,
  { provide: SecondFactors, useClass: UserSecondFactors },
];

/** Those that others use. */
export const secondFactorExports = [MethodSupport, SecondFactorReset, TotpEnrolment, SecondFactors];
