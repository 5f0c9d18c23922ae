import { Injectable } from '@nestjs/common';
import type { BastionListener } from '../../bastionhost/bastionhost.api.ts';
import { LoginCodes } from '../../bastionhost/login-codes.api.ts';
import { UserAuthentication } from '../../bastionhost/user-authentication.api.ts';
import { BrokerTrail } from '../broker-trail.ts';
import { EngineerAuthentication } from './engineer-authentication.ts';
import { FailedLogins } from './failed-logins.ts';

/** Who decides about logins at a listener, and who records those that fail. */
export interface ListenerLogins {
  readonly authenticator: EngineerAuthentication;
  readonly failures: FailedLogins;
}

/** The logins of engineers, listener by listener. */
@Injectable()
export class EngineerLogins {
  constructor(
    private readonly users: UserAuthentication,
    private readonly codes: LoginCodes,
    private readonly trail: BrokerTrail,
  ) {}

  at(listener: BastionListener): ListenerLogins {
    const failures = new FailedLogins(listener, this.trail);
    return { failures, authenticator: new EngineerAuthentication(listener, this.users, this.codes, failures) };
  }
}
