import { Member } from '../../../gateway/fields.ts';
import type { User, UserState } from '../../users/user.entity.ts';
import { secondsOf } from './seconds.ts';

/** A user in the answers of GetUser and ListUsers. */
export class UserItem {
  @Member() Comment: string;
  @Member() DisplayName: string;
  /** Seconds since 1970. */
  @Member() EffectiveEndTime?: number;
  @Member() EffectiveStartTime?: number;
  @Member() Email: string;
  @Member() LanguageStatus: string;
  @Member() Mobile: string;
  @Member() MobileCountryCode: string;
  @Member() NeedResetPassword: boolean;
  @Member() Source: string;
  @Member([String]) TwoFactorMethods: string[];
  @Member() TwoFactorStatus: string;
  @Member() UserId: string;
  @Member() UserName: string;
  /** Exactly one state: the Terraform provider joins them. */
  @Member([String]) UserState: string[];
}

/** Published members of a user, below `path`, that have no meaning here. */
export function userOmits(path: string): Record<string, string> {
  return {
    [`${path}.Language`]: "users have the instance's language",
    [`${path}.SourceUserId`]: 'users are local',
  };
}

export function userItem(user: User, state: UserState): UserItem {
  return {
    Comment: user.comment,
    DisplayName: user.displayName,
    EffectiveEndTime: secondsOf(user.effectiveUntil),
    EffectiveStartTime: secondsOf(user.effectiveFrom),
    Email: user.email,
    LanguageStatus: 'Global',
    Mobile: user.mobile,
    MobileCountryCode: user.mobileCountryCode,
    NeedResetPassword: false,
    Source: user.source,
    TwoFactorMethods: [],
    TwoFactorStatus: user.twoFactorStatus,
    UserId: user.id,
    UserName: user.userName,
    UserState: [state],
  };
}
