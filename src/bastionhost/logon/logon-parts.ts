import { ClaimedUsers } from './claimed-users.ts';
import { LockOuts } from './lock-outs.ts';
import { Logons } from './logons.ts';
import { PasswordFactor } from './password-factor.ts';
import { PublicKeyFactor } from './public-key-factor.ts';
import { TokenFactor } from './token-factor.ts';

/** What stands behind UserAuthentication and LoginCodes. */
export const logonParts = [LockOuts, ClaimedUsers, TokenFactor, PasswordFactor, PublicKeyFactor, Logons];
