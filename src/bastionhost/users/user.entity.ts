import { Column, Entity } from 'typeorm';
import { BastionRow } from '../instances/bastion-row.ts';

export type TwoFactorStatus = 'Global' | 'Disable';

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
  source: 'Local';

  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  mobile: string;

  @Column({ name: 'mobile_country_code', type: 'text' })
  mobileCountryCode: string;

  @Column({ name: 'two_factor_status', type: 'text' })
  twoFactorStatus: TwoFactorStatus;

  /** No login before this moment. */
  @Column({ name: 'effective_from', type: 'timestamptz', nullable: true })
  effectiveFrom: Date | null;

  /** No login from this moment on. */
  @Column({ name: 'effective_until', type: 'timestamptz', nullable: true })
  effectiveUntil: Date | null;

  /** For the format, see password-hashing.ts. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash: string;
}

export type UserState = 'Normal' | 'Expired';

/** The state that the user is in. There is only ever one. */
export function userStateAt(user: User, now: Date): UserState {
  return user.effectiveUntil && user.effectiveUntil <= now ? 'Expired' : 'Normal';
}

/** Whether the user may log on at this moment. */
export function isEffectiveAt(user: User, now: Date): boolean {
  const hasBegun = !user.effectiveFrom || user.effectiveFrom <= now;
  return hasBegun && userStateAt(user, now) === 'Normal';
}
