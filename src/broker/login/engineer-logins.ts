import { Injectable } from '@nestjs/common';
import type { BastionListener } from '../../bastionhost/bastionhost.api.ts';
import { LoginCodes } from '../../bastionhost/login-codes.api.ts';
import { UserAuthentication } from '../../bastionhost/user-authentication.api.ts';
import { BrokerTrail } from '../broker-trail.ts';
import { EngineerAuthentication } from './engineer-authentication.ts';
import { FailedLogins } from './failed-logins.ts';

/** How engineers log in at the listener of an instance. */
@Injectable()
export class EngineerLogins {
  constructor(
    private readonly users: UserAuthentication,
    private readonly codes: LoginCodes,
    private readonly trail: BrokerTrail,
  ) {}

  at(listener: BastionListener): {
    readonly authenticator: EngineerAuthentication;
    readonly failures: FailedLogins;
  } {
    const failures = new FailedLogins(listener, this.trail);
    return {
      authenticator: new EngineerAuthentication(listener, this.users, this.codes, failures),
      failures,
    };
  }
}
