import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import type { AuthenticatedUser, PasswordAttempt } from './bastionhost.api.ts';
import { OwnPasswords } from './logon/own-passwords.ts';
import { isAcceptablePassword, passwordRule } from './users/password-policy.ts';

/** What comes of a change. `WrongPassword` may also mean that the password was changed elsewhere in the meantime. */
export type PasswordChangeOutcome = 'Changed' | 'WrongPassword' | 'TooWeak' | 'SameAsBefore';

/** Passwords as a user gives them, the current one first. */
export interface TypedPasswords {
  readonly current: Redacted<string>;
  readonly next: Redacted<string>;
}

/** Lets users change the password that this bastion keeps for them. */
@Injectable()
export class PasswordChange {
  /** What a new password has to have, as a sentence. */
  readonly rule = passwordRule;

  constructor(private readonly passwords: OwnPasswords) {}

  /** Who keeps the user's password; only the bastion's own can be changed here. RAM users need not have one. */
  async keeperOf(user: AuthenticatedUser): Promise<'Bastion' | 'Nobody' | 'AD' | 'LDAP'> {
    const { source, passwordHash } = await this.passwords.rowOf(user);
    if (source === 'AD' || source === 'LDAP') return source;
    return passwordHash === null ? 'Nobody' : 'Bastion';
  }

  /** Of several faults the first is said, and nothing of the new password while the current one is wrong. */
  async change(
    user: AuthenticatedUser,
    { current, next }: TypedPasswords,
    attempt: PasswordAttempt,
  ): Promise<PasswordChangeOutcome> {
    const row = await this.passwords.rowOf(user);
    if (!(await this.passwords.proves(row, current, attempt))) return 'WrongPassword';
    if (next.reveal() === current.reveal()) return 'SameAsBefore';
    if (!isAcceptablePassword(next)) return 'TooWeak';
    return (await this.passwords.replace(row, next)) ? 'Changed' : 'WrongPassword';
  }
}
