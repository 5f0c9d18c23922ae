import { Member } from '../../../gateway/fields.ts';
import type { UserState } from '../../users/user-state.ts';
import type { User } from '../../users/user.entity.ts';

/** A user in the answers of GetUser and ListUsers. */
export class UserItem {
  @Member() Comment: string;
  @Member() DisplayName: string;
  /** Seconds since 1970. */
  @Member() EffectiveEndTime?: number;
  @Member() EffectiveStartTime?: number;
  @Member() Email: string;
  /** Only with a language of the user's own. */
  @Member() Language?: string;
  @Member() LanguageStatus: string;
  @Member() Mobile: string;
  @Member() MobileCountryCode: string;
  @Member() NeedResetPassword: boolean;
  @Member() Source: string;
  /** Not for local users. */
  @Member() SourceUserId?: string;
  @Member([String]) TwoFactorMethods: string[];
  @Member() TwoFactorStatus: string;
  @Member() UserId: string;
  @Member() UserName: string;
  /** Exactly one state: the Terraform provider joins them. */
  @Member([String]) UserState: string[];
}

export function userItem(user: User, state: UserState): UserItem {
  return {
    Comment: user.comment,
    DisplayName: user.displayName,
    EffectiveEndTime: seconds(user.effectiveUntil),
    EffectiveStartTime: seconds(user.effectiveFrom),
    Email: user.email,
    Language: user.languageStatus === 'Custom' ? user.language : undefined,
    LanguageStatus: user.languageStatus,
    Mobile: user.mobile,
    MobileCountryCode: user.mobileCountryCode,
    NeedResetPassword: user.needResetPassword,
    Source: user.source,
    SourceUserId: user.sourceUserId ?? undefined,
    TwoFactorMethods: user.twoFactorMethods,
    TwoFactorStatus: user.twoFactorStatus,
    UserId: user.id,
    UserName: user.userName,
    UserState: [state],
  };
}

function seconds(moment: Date | null): number | undefined {
  return moment ? Math.floor(moment.getTime() / 1000) : undefined;
}
