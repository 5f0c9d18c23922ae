import { Column } from 'typeorm';

/** What administrators of an instance set in the product's console, for which it publishes no operation. */
export class ConsoleSettings {
  /** A session ends when its engineer has sent nothing for so long; 0: never. */
  @Column({ name: 'idle_minutes', type: 'integer' })
  idleMinutes: number;

  /** A session ends so long after the login; 0: never. */
  @Column({ name: 'session_minutes', type: 'integer' })
  sessionMinutes: number;

  /** A user is locked after so many failed logins in a row; 0: never. */
  @Column({ name: 'lockout_threshold', type: 'integer' })
  lockoutThreshold: number;

  /** How long such a user stays locked; 0: until an administrator unlocks them. */
  @Column({ name: 'lockout_minutes', type: 'integer' })
  lockoutMinutes: number;

  /** The failed logins are counted from zero again when there was none for so long. */
  @Column({ name: 'lockout_reset_minutes', type: 'integer' })
  lockoutResetMinutes: number;

  @Column({ name: 'ssh_password_off', type: 'boolean' })
  isSshPasswordOff: boolean;

  @Column({ name: 'ssh_public_key_off', type: 'boolean' })
  isSshPublicKeyOff: boolean;

  /** How old a password may become; 0: any age. */
  @Column({ name: 'password_days', type: 'integer' })
  passwordDays: number;

  /** A user who has not logged in for so long is inactive; 0: nobody is. */
  @Column({ name: 'inactive_days', type: 'integer' })
  inactiveDays: number;

  /** How long an O&M token is valid; it applies to tokens that are issued from now on. */
  @Column({ name: 'token_minutes', type: 'integer' })
  tokenMinutes: number;

  /** How often an O&M token may be renewed, for an hour each time. */
  @Column({ name: 'token_renewals', type: 'integer' })
  tokenRenewals: number;

  /** Whether users may name an account themselves on hosts that they are granted without one (`empty`). */
  @Column({ name: 'empty_account', type: 'boolean' })
  hasEmptyAccount: boolean;

  /** Whether users of AD and LDAP may log on to such hosts as themselves (`self`). */
  @Column({ name: 'self_account', type: 'boolean' })
  hasSelfAccount: boolean;

  /** Whether ports of a server's own loopback are forwarded to engineers who are on it. Ours: the console lacks it. */
  @Column({ name: 'loopback_forwarding', type: 'boolean' })
  isLoopbackForwarded: boolean;
}
