import { invalidParameter } from '../bastionhost.errors.ts';
import type { TwoFactor, TwoFactorMethod } from '../instances/two-factor.ts';
import { requireOrder } from '../validity.ts';
import type { User } from './user.entity.ts';

/** What a user is called, and where they come from. It never changes. */
export type UserOrigin = Pick<User, 'userName' | 'source' | 'sourceUserId'>;

/** What an administrator may change of a user. An empty string means no value. */
export type UserSettings = Pick<
  User,
  | 'displayName'
  | 'comment'
  | 'email'
  | 'mobile'
  | 'mobileCountryCode'
  | 'twoFactorStatus'
  | 'twoFactorMethods'
  | 'languageStatus'
  | 'language'
  | 'effectiveFrom'
  | 'effectiveUntil'
  | 'needResetPassword'
>;

/** The documented defaults. */
export const defaultSettings: Omit<UserSettings, 'displayName'> = {
  comment: '',
  email: '',
  mobile: '',
  mobileCountryCode: 'CN',
  twoFactorStatus: 'Global',
  twoFactorMethods: [],
  languageStatus: 'Global',
  language: '',
  effectiveFrom: null,
  effectiveUntil: null,
  needResetPassword: false,
};

const ramUserId = /^[1-9]\d{0,19}$/;
const relativeName = String.raw`(?:[A-Za-z][\w-]*|\d+(?:\.\d+)*) *=(?:[^,\\\p{Cc}]|\\[^\p{Cc}])+`;
const distinguishedName = new RegExp(`^${relativeName}(?:, *${relativeName})*$`, 'u');

/** @throws InvalidParameter unless users of this source have such a name and id */
export function requireOrigin({ userName, source, sourceUserId }: UserOrigin): void {
  if (source === 'Local' && userName.includes('@')) throw invalidParameter('UserName');
  const isRight =
    source === 'Local'
      ? sourceUserId === null
      : (source === 'Ram' ? ramUserId : distinguishedName).test(sourceUserId ?? '');
  if (!isRight) throw invalidParameter('SourceUserId');
}

/** What the settings of a user must satisfy together. @throws InvalidParameter */
export function requireConsistent(user: UserSettings & Pick<UserOrigin, 'source'>): void {
  const { languageStatus, language } = user;
  requireOrder(user);
  if (languageStatus === 'Custom' && !language) throw invalidParameter('Language');
  if (user.needResetPassword && user.source !== 'Local') throw invalidParameter('NeedResetPassword');
  if (user.twoFactorStatus === 'Enable' && user.twoFactorMethods.length === 0)
    throw invalidParameter('TwoFactorMethods');
}

/** Requires a mail address of a user who has no other second factor than codes by mail. @throws InvalidParameter */
export function requireContact(user: UserSettings, ofInstance: TwoFactor): void {
  const methods = methodsOf(user, ofInstance);
  if (methods.length > 0 && methods.every((method) => method === 'email') && !user.email)
    throw invalidParameter('Email');
}

/** The methods of which the user needs one; none: a password or key is enough. */
export function methodsOf(
  { twoFactorStatus, twoFactorMethods }: Pick<UserSettings, 'twoFactorStatus' | 'twoFactorMethods'>,
  ofInstance: TwoFactor,
): TwoFactorMethod[] {
  if (twoFactorStatus === 'Enable') return twoFactorMethods;
  return twoFactorStatus === 'Global' && ofInstance.isEnabled ? ofInstance.methods : [];
}
