import { Injectable } from '@nestjs/common';
import type {
  AuthenticatedUser,
  BastionListener,
  ConnectionPermit,
  HostLogon,
} from '../bastionhost/bastionhost.api.ts';
import type { Caller } from '../common/caller.ts';
import { Guard } from '../guard/guard.api.ts';
import { serviceRoleCaller } from '../identity/identity.api.ts';
import { bastionServiceRole } from '../bastionhost/bastion-role.api.ts';
import type { Errand } from './engineer.ts';
import type { ConnectionOrigin } from './outbound/target-credentials.ts';

type Place = Pick<AuthenticatedUser, 'accountId' | 'region' | 'userName'>;

/** What the broker writes into the audit trail: logins, errands, and the outcome of connections and verifications. */
@Injectable()
export class BrokerTrail {
  constructor(private readonly guard: Guard) {}

  loginFailed({ accountId, region }: BastionListener, userName: string, origin: ConnectionOrigin): Promise<void> {
    return this.record({ accountId, region, userName }, origin, 'Login', 'user/*', 'AuthenticationFailed');
  }

  loggedIn(user: AuthenticatedUser, origin: ConnectionOrigin): Promise<void> {
    return this.record(user, origin, 'Login', `user/${user.userId}`, 'OK');
  }

  /** `place` is undefined where no target was granted; `result` is `OK` or why there is no connection. */
  connect(
    user: AuthenticatedUser,
    place: Pick<ConnectionPermit, 'hostId'> | undefined,
    origin: ConnectionOrigin,
    result: string,
  ): Promise<void> {
    return this.record(user, origin, 'Connect', place ? `host/${place.hostId}` : 'host/*', result);
  }

  /** What an engineer did, or failed to do, about their own login. `result` is `OK` or why not. */
  errand(user: AuthenticatedUser, origin: ConnectionOrigin, errand: Errand, result: string): Promise<void> {
    return this.record(user, origin, errand, `user/${user.userId}`, result);
  }

  /** That a caller of VerifyHostAccount tried a credential there. `result` is `OK` or why it does not work. */
  verified(
    caller: Caller,
    { hostId, hostAccountName }: Pick<HostLogon, 'hostId' | 'hostAccountName'>,
    result: string,
  ): Promise<void> {
    const { accountId, region } = caller;
    const resource = `acs:yundun-bastionhost:${region}:${accountId}:host/${hostId} as ${hostAccountName}`;
    return this.guard.note({ caller, product: 'broker', action: 'VerifyHostAccount', resource, result });
  }

  private record(place: Place, origin: ConnectionOrigin, action: string, name: string, result: string): Promise<void> {
    const { accountId, region, userName } = place;
    const { requestId, sourceAddress } = origin;
    const onBehalfOf = `user/${userName}`;
    const caller = serviceRoleCaller(bastionServiceRole, { accountId, region, onBehalfOf, requestId, sourceAddress });
    const resource = `acs:yundun-bastionhost:${region}:${accountId}:${name}`;
    return this.guard.note({ caller, product: 'broker', action, resource, result });
  }
}
