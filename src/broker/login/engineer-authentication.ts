import type { BastionListener } from '../../bastionhost/bastionhost.api.ts';
import type { LoginCodes } from '../../bastionhost/login-codes.api.ts';
import { isTokenLike } from '../../bastionhost/operation-token-form.api.ts';
import type { UserAuthentication } from '../../bastionhost/user-authentication.api.ts';
import { Redacted } from '../../common/redacted.ts';
import type { Authenticator, LoginSteps, Source } from '../../ssh/listener.ts';
import type { Engineer } from '../engineer.ts';
import { EngineerLogin } from './engineer-login.ts';
import type { FailedLogins } from './failed-logins.ts';
import { targetAfter, userNamesIn } from './login-name.ts';

/**
 * Authenticates the engineers on the listener of one instance. Who logs in, and where to, is decided once per
 * connection, before anything is proven. A name that no user can have costs the same work as any other.
 */
export class EngineerAuthentication implements Authenticator<Engineer> {
  constructor(
    private readonly listener: BastionListener,
    private readonly users: UserAuthentication,
    private readonly codes: LoginCodes,
    private readonly failures: FailedLogins,
  ) {}

  async begin(typedName: string, source: Source): Promise<LoginSteps<Engineer>> {
    const isToken = isTokenLike(typedName);
    const claimed = await this.users.claim(this.listener, isToken ? [] : userNamesIn(typedName));
    const { users, codes, failures } = this;
    return new EngineerLogin({ users, codes, failures }, source, {
      typedName,
      claimed,
      token: isToken ? new Redacted(typedName) : undefined,
      target: isToken ? undefined : targetAfter(claimed.userName, typedName),
    });
  }
}
