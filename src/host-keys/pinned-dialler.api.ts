import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import type { Leg } from '../ssh/leg.ts';
import { openRemoteShell, proveLogin, type RemoteShell } from '../ssh/remote-command.ts';
import { dialTarget } from '../ssh/target-dialler.ts';
import type { TargetOptions } from '../ssh/target-login.ts';
import { HostKeys } from './host-keys.api.ts';
import type { Place } from './place.api.ts';

/** Who logs in, how, and for how long. */
export type PinnedLogin = Pick<TargetOptions, 'credential' | 'preferredKeyExchange' | 'offer' | 'timeoutMs' | 'signal'>;

/**
 * Logs in to servers, checking the host keys pinned for them. Servers are dialled in no other way.
 * @throws TargetError, or what the database throws when a pin cannot be read or written; all methods
 */
@Injectable()
export class PinnedDialler {
  constructor(
    private readonly hostKeys: HostKeys,
    private readonly environment: Environment,
  ) {}

  /** A leg for a session: see dialTarget. */
  dial(server: Place, login: PinnedLogin): Promise<Leg> {
    return this.logIn(server, login, dialTarget);
  }

  openShell(server: Place, login: PinnedLogin): Promise<RemoteShell> {
    return this.logIn(server, login, openRemoteShell);
  }

  /** Logs in and out again. */
  prove(server: Place, login: PinnedLogin): Promise<void> {
    return this.logIn(server, login, proveLogin);
  }

  /** A key that could not be compared is not trusted, but the server is not blamed for it. */
  private async logIn<T>(
    server: Place,
    login: PinnedLogin,
    connect: (options: TargetOptions) => Promise<T>,
  ): Promise<T> {
    let failure: unknown;
    const verifyHostKey = (publicKey: Buffer) =>
      this.hostKeys.trust(server, publicKey).catch((error: unknown) => {
        failure = error;
        return false;
      });
    const { address: host, port } = server;
    const hostKeyType = (await this.hostKeys.find(server))?.keyType;
    const { legacySshAlgorithms: legacyAlgorithms } = this.environment;
    return connect({ ...login, host, port, verifyHostKey, hostKeyType, legacyAlgorithms }).catch((error: unknown) => {
      throw failure ?? error;
    });
  }
}
