import { applyDecorators } from '@nestjs/common';
import { IsIn } from 'class-validator';
import type { Redacted } from '../../../common/redacted.ts';
import { Flag, Json, OneOf, Optional, Sensitive } from '../../../gateway/fields.ts';
import type { TwoFactorMethod } from '../../instances/two-factor.ts';
import type { UserSettings } from '../../users/user-draft.ts';
import {
  languageStatuses,
  twoFactorStatuses,
  type LanguageStatus,
  type TwoFactorStatus,
} from '../../users/user.entity.ts';
import { Comment, CountryCode, Email, InstanceId, Mobile, Name, Seconds } from '../bastionhost-fields.ts';

// A user has one method. `gmusbkey` is a method of the instance alone.
const methods = ['sms', 'email', 'dingtalk', 'totp'];
const OneMethod = () => applyDecorators(Json(String, { max: 1 }), IsIn(methods, { each: true }));

/** The parameters that users are created and changed by. */
export class UserInput {
  @InstanceId() InstanceId: string;
  @Optional() @Sensitive(8, 512) Password?: Redacted<string>;
  @Optional() @Flag() NeedResetPassword?: boolean;
  @Optional() @Name() DisplayName?: string;
  @Optional() @Comment() Comment?: string;
  @Optional() @Email() Email?: string;
  @Optional() @Mobile() Mobile?: string;
  @Optional() @CountryCode() MobileCountryCode?: string;
  /** 0: no limit. */
  @Optional() @Seconds() EffectiveStartTime?: number;
  @Optional() @Seconds() EffectiveEndTime?: number;
  @Optional() @OneOf(...twoFactorStatuses) TwoFactorStatus?: TwoFactorStatus;
  @Optional() @OneMethod() TwoFactorMethods?: TwoFactorMethod[];
  @Optional() @OneOf(...languageStatuses) LanguageStatus?: LanguageStatus;
  @Optional() @OneOf('zh-cn', 'en') Language?: string;
}

export function settingsOf(request: UserInput): Partial<UserSettings> {
  return {
    needResetPassword: request.NeedResetPassword,
    displayName: request.DisplayName,
    comment: request.Comment,
    email: request.Email,
    mobile: request.Mobile,
    mobileCountryCode: request.MobileCountryCode,
    effectiveFrom: moment(request.EffectiveStartTime),
    effectiveUntil: moment(request.EffectiveEndTime),
    twoFactorStatus: request.TwoFactorStatus,
    twoFactorMethods: request.TwoFactorMethods,
    languageStatus: request.LanguageStatus,
    language: request.Language,
  };
}

function moment(seconds: number | undefined): Date | null | undefined {
  if (seconds === undefined) return undefined;
  return seconds > 0 ? new Date(seconds * 1000) : null;
}
