import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.ts';
import { HotPool } from '../../database/hot-pool.ts';
import type { ClaimedUser } from '../bastionhost.api.ts';
import { isLockedOut } from '../users/user-state.ts';
import type { User } from '../users/user.entity.ts';
import { LockOutTrail, type LockedOutUser } from './lock-out-trail.ts';

const isBarred = 'u.locked_out_at is not null and (u.locked_out_until is null or u.locked_out_until > $3)';
const isRecent = `(i.lockout_reset_minutes = 0
  or u.last_failed_login_at > $3::timestamptz - i.lockout_reset_minutes * interval '1 minute')`;
const failures = `case when ${isRecent} then u.failed_logins else 0 end + 1`;
const locks = `(i.lockout_threshold > 0 and ${failures} >= i.lockout_threshold)`;

// One statement, so that processes count together. The commit waits for no disk: an unknown user's, which changes
// nothing, does not either, and the time must not tell them apart. A crash costs a fraction of a second of failures.
const countFailure = `
  update bastion_users u set
    failed_logins = case when ${locks} then 0 else ${failures} end,
    last_failed_login_at = $3,
    locked_out_at = case when ${locks} then $3 end,
    locked_out_until = case when ${locks} and i.lockout_minutes > 0
      then $3::timestamptz + i.lockout_minutes * interval '1 minute' end
  from bastion_instances i, (select set_config('synchronous_commit', 'off', true)) unsynchronised
  where u.account_id = $1 and u.id = $2 and i.instance_id = u.instance_id and not (${isBarred})
  returning u.account_id as "accountId", u.region, u.id::text as "userId", u.user_name as "userName",
            u.locked_out_at is not null as "isLockedOut", u.locked_out_until as until`;

const forgetFailures = `
  update bastion_users u set failed_logins = 0, locked_out_at = null, locked_out_until = null
  where u.account_id = $1 and u.id = $2 and not (${isBarred})
  returning u.id`;

/**
 * Locks users out after wrong passwords and codes, by the settings of their instance. Failures count until a login is
 * complete: whoever knows the password cannot try codes without end.
 */
@Injectable()
export class LockOuts {
  constructor(
    private readonly pool: HotPool,
    private readonly clock: Clock,
    private readonly trail: LockOutTrail,
  ) {}

  has(user: User): boolean {
    return isLockedOut(user, this.clock.now());
  }

  /** Counts a wrong password or code that came from this address, unless the user is locked out. */
  async failed({ accountId, userId }: Pick<ClaimedUser, 'accountId' | 'userId'>, address?: string): Promise<void> {
    const values = [accountId, userId, this.clock.now()];
    const [user] = await this.pool.query<LockedOutUser & { readonly isLockedOut: boolean }>({
      name: 'bastionhost.count-failed-login',
      text: countFailure,
      values,
    });
    if (user?.isLockedOut) this.trail.record(user, address);
  }

  /** Forgets the failures after a login. Returns false where the user has been locked out in the meantime. */
  async succeeded(user: User): Promise<boolean> {
    if (user.failedLogins === 0 && user.lockedOutAt === null) return true;
    const values = [user.accountId, user.id, this.clock.now()];
    const name = 'bastionhost.forget-failed-logins';
    return (await this.pool.query({ name, text: forgetFailures, values })).length > 0;
  }
}
