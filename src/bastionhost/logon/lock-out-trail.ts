import { Injectable, Logger } from '@nestjs/common';
import { Guard } from '../../guard/guard.api.ts';
import { serviceRoleCaller } from '../../identity/identity.api.ts';
import { bastionServiceRole } from '../bastion-role.api.ts';
import type { ClaimedUser } from '../bastionhost.api.ts';

/** A user whom failed logins have locked out just now. */
export interface LockedOutUser extends Pick<ClaimedUser, 'accountId' | 'region' | 'userId' | 'userName'> {
  /** Null: until an administrator unlocks them. */
  readonly until: Date | null;
}

/** Says in the log and in the audit trail who was locked out, and from which address the last failure came. */
@Injectable()
export class LockOutTrail {
  private readonly logger = new Logger('bastionhost');

  constructor(private readonly guard: Guard) {}

  /** Returns before the row is stored: a failure that locks a user out takes no longer than any other. */
  record(user: LockedOutUser, sourceAddress: string | undefined): void {
    const { accountId, region, userId, userName, until } = user;
    this.logger.warn({ message: 'user locked out', user: userName, source: sourceAddress });
    const onBehalfOf = `user/${userName}`;
    const caller = serviceRoleCaller(bastionServiceRole, { accountId, region, onBehalfOf, sourceAddress });
    const end = until?.toISOString() ?? 'an administrator unlocks them';
    const resource = `acs:yundun-bastionhost:${region}:${accountId}:user/${userId} until ${end}`;
    this.guard
      .note({ caller, product: 'yundun-bastionhost', action: 'LockOut', resource, result: 'OK' })
      .catch((error: Error) => this.logger.error({ message: 'not audited', user: userName, cause: error.message }));
  }
}
