import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';
import type { TwoFactorMethod } from '../instances/two-factor.ts';

/** Where a user is administered: here, in RAM, or in a directory. */
export const userSources = ['Local', 'Ram', 'AD', 'LDAP'] as const;
export type UserSource = (typeof userSources)[number];

/** Whether a user is asked for a second factor: as the instance says, never, or by a method of their own. */
export const twoFactorStatuses = ['Global', 'Disable', 'Enable'] as const;
export type TwoFactorStatus = (typeof twoFactorStatuses)[number];

export const languageStatuses = ['Global', 'Custom'] as const;
export type LanguageStatus = (typeof languageStatuses)[number];

/** An O&M engineer, who logs on to the bastion. */
@Entity('bastion_users')
export class User extends BastionRow {
  @Column({ name: 'user_name', type: 'text' })
  userName: string;

  @Column({ name: 'display_name', type: 'text' })
  displayName: string;

  @Column({ type: 'text' })
  comment: string;

  @Column({ type: 'text' })
  source: UserSource;

  /** The id of the RAM user, or the distinguished name in the directory; null for local users. */
  @Column({ name: 'source_user_id', type: 'text', nullable: true })
  sourceUserId: string | null;

  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  mobile: string;

  @Column({ name: 'mobile_country_code', type: 'text' })
  mobileCountryCode: string;

  @Column({ name: 'two_factor_status', type: 'text' })
  twoFactorStatus: TwoFactorStatus;

  /** One at most. It counts where the status is Enable. */
  @Column({ name: 'two_factor_methods', type: 'text', array: true })
  twoFactorMethods: TwoFactorMethod[];

  @Column({ name: 'language_status', type: 'text' })
  languageStatus: LanguageStatus;

  /** `zh-cn` or `en`; it counts where the status is Custom. */
  @Column({ type: 'text' })
  language: string;

  /** No login before this moment. */
  @Column({ name: 'effective_from', type: 'timestamptz', nullable: true })
  effectiveFrom: Date | null;

  /** No login from this moment on. */
  @Column({ name: 'effective_until', type: 'timestamptz', nullable: true })
  effectiveUntil: Date | null;

  /** Whether the RAM user whom this one stands for was deleted, which nothing undoes. */
  @Column({ name: 'is_remote_deleted', type: 'boolean' })
  isRemoteDeleted: boolean;

  /** Locked by an administrator. */
  @Column({ name: 'is_locked', type: 'boolean' })
  isLocked: boolean;

  /** Wrong passwords and codes since the last login, as lock-outs.ts counts them. */
  @Column({ name: 'failed_logins', type: 'integer' })
  failedLogins: number;

  @Column({ name: 'last_failed_login_at', type: 'timestamptz', nullable: true })
  lastFailedLoginAt: Date | null;

  /** When the user was last locked out after failed logins; null: never, or unlocked since. */
  @Column({ name: 'locked_out_at', type: 'timestamptz', nullable: true })
  lockedOutAt: Date | null;

  /** Null beside a time of lock-out: until an administrator unlocks the user. */
  @Column({ name: 'locked_out_until', type: 'timestamptz', nullable: true })
  lockedOutUntil: Date | null;

  /** For the format, see password-hashing.ts. Null for users of directories, and for RAM users without one. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash: string | null;

  /** Null without a password. */
  @Column({ name: 'password_set_at', type: 'timestamptz', nullable: true })
  passwordSetAt: Date | null;

  /** The password logs nobody on until it is changed. */
  @Column({ name: 'need_reset_password', type: 'boolean' })
  needResetPassword: boolean;

  /** When a session of the user last began, to the hour; null: never. */
  @Column({ name: 'last_session_at', type: 'timestamptz', nullable: true })
  lastSessionAt: Date | null;
}
