import type { AuthenticatedUser, GrantedHost } from '../../bastionhost/bastionhost.api.ts';
import type { ConnectionPermits } from '../../bastionhost/connection-permits.api.ts';
import type { Authenticator, LoginSteps } from '../../ssh/listener.ts';
import { isToBeTyped } from '../outbound/target-credentials.ts';
import { TypedCredential } from '../outbound/typed-credential.ts';

/** What is known about an engineer once they have logged in to an account through their own connection. */
export interface JumpLogin {
  readonly account: string;
  readonly typed?: TypedCredential;
}

/**
 * Authenticates nobody: the connection that the login comes through is the proof of who they are. The login name
 * chooses the account. Where the bastion holds its credential, or it is not granted, any proof is taken, since some
 * clients never ask for the method `none`; otherwise the password of the account is asked for.
 */
export class AccountAuthentication implements Authenticator<JumpLogin> {
  constructor(
    private readonly permits: ConnectionPermits,
    private readonly user: AuthenticatedUser,
    private readonly host: GrantedHost,
  ) {}

  async begin(account: string): Promise<LoginSteps<JumpLogin>> {
    const admitted = (await this.needsPassword(account)) ? undefined : { identity: { account } };
    return {
      methods: ['none', 'publickey', 'password', 'keyboard-interactive'],
      offered: ['password', 'keyboard-interactive'],
      none: async () => admitted,
      acceptsKey: async () => admitted !== undefined,
      publicKey: async () => admitted,
      password: async (password) => admitted ?? { identity: { account, typed: new TypedCredential(password) } },
    };
  }

  private async needsPassword(account: string): Promise<boolean> {
    const permit = await this.permits.issue(this.user, { account, host: this.host.hostId });
    return permit !== undefined && isToBeTyped(permit);
  }
}
