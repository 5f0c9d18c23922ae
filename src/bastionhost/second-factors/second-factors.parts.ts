import type { ModuleParts } from '../module-parts.ts';
import { SecondFactors } from '../second-factors.api.ts';
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

export const secondFactorsParts: ModuleParts = {
  entities: [TotpSeed, MailCode, SecondFactorPass],
  inner: [
    SecondFactorMails,
    SecondFactorPasses,
    TotpSeeds,
    MailCodes,
    MailFactor,
    WantedFactors,
    { provide: SecondFactors, useClass: UserSecondFactors },
  ],
  shown: [MethodSupport, SecondFactorReset],
};
