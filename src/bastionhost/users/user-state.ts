import type { LogonRefusal } from '../bastionhost.api.ts';
import type { ConsoleSettings } from '../instances/console-settings.ts';
import type { User } from './user.entity.ts';

/** The published states that occur here: nothing is synchronised with a directory. */
export type UserState = 'Normal' | 'Frozen' | 'RemoteDeleted' | 'Expired' | 'PasswordExpired' | 'Inactive';

type Ages = Pick<ConsoleSettings, 'passwordDays' | 'inactiveDays'>;

const dayMs = 86_400_000;

/** The state that the user is in: of several that apply, the first in the order below. */
export function userStateAt(user: User, ages: Ages, now: Date): UserState {
  if (user.isLocked || isLockedOut(user, now)) return 'Frozen';
  if (user.isRemoteDeleted) return 'RemoteDeleted';
  if (hasExpired(user, now)) return 'Expired';
  if (isAsOldAs(ages.passwordDays, user.passwordSetAt, now)) return 'PasswordExpired';
  return isAsOldAs(ages.inactiveDays, user.lastSessionAt ?? user.createdAt, now) ? 'Inactive' : 'Normal';
}

/** The same decision in SQL, for a query of users as `user`. */
export function userStateSql(ages: Ages, now: Date): { readonly sql: string; readonly parameters: object } {
  const sql = `case
    when user.isLocked or user.lockedOutAt is not null and coalesce(user.lockedOutUntil > :now, true) then 'Frozen'
    when user.isRemoteDeleted then 'RemoteDeleted'
    when user.effectiveUntil <= :now then 'Expired'
    when user.passwordSetAt <= :passwordLimit then 'PasswordExpired'
    when coalesce(user.lastSessionAt, user.createdAt) <= :activityLimit then 'Inactive'
    else 'Normal' end`;
  const parameters = {
    now,
    passwordLimit: daysBefore(now, ages.passwordDays),
    activityLimit: daysBefore(now, ages.inactiveDays),
  };
  return { sql, parameters };
}

/** Why the user may not log on at this moment, however they do it; undefined: they may. */
export function refusalAt(user: User, now: Date): Exclude<LogonRefusal, 'NoSecondFactor'> | undefined {
  if (user.isLocked) return 'UserLocked';
  if (user.isRemoteDeleted) return 'RamUserDeleted';
  if (user.effectiveFrom && user.effectiveFrom > now) return 'UserNotEffective';
  return hasExpired(user, now) ? 'UserExpired' : undefined;
}

/** Whether failed logins bar passwords and codes at this moment. */
export function isLockedOut({ lockedOutAt, lockedOutUntil }: User, now: Date): boolean {
  return lockedOutAt !== null && (lockedOutUntil === null || lockedOutUntil > now);
}

/** Whether the password has to be changed before it logs the user on again. */
export function mustChangePassword(user: User, { passwordDays }: Pick<Ages, 'passwordDays'>, now: Date): boolean {
  return user.needResetPassword || isAsOldAs(passwordDays, user.passwordSetAt, now);
}

function hasExpired({ effectiveUntil }: User, now: Date): boolean {
  return effectiveUntil !== null && effectiveUntil <= now;
}

function isAsOldAs(days: number, moment: Date | null, now: Date): boolean {
  const limit = daysBefore(now, days);
  return limit !== null && moment !== null && moment <= limit;
}

/** Null where there is no limit. */
function daysBefore(now: Date, days: number): Date | null {
  return days > 0 ? new Date(now.getTime() - days * dayMs) : null;
}
