import type { ModuleParts } from '../module-parts.ts';
import { ClaimedUsers } from './claimed-users.ts';
import { LockOutTrail } from './lock-out-trail.ts';
import { LockOuts } from './lock-outs.ts';
import { Logons } from './logons.ts';
import { OwnPasswords } from './own-passwords.ts';
import { PasswordFactor } from './password-factor.ts';
import { PublicKeyFactor } from './public-key-factor.ts';
import { TokenFactor } from './token-factor.ts';

export const logonParts: ModuleParts = {
  entities: [],
  inner: [OwnPasswords, LockOutTrail, LockOuts, ClaimedUsers, TokenFactor, PasswordFactor, PublicKeyFactor, Logons],
  shown: [],
};
