import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import type { TargetOptions } from '../ssh/target-login.ts';
import { HostKeys } from './host-keys.api.ts';
import type { Place } from './place.api.ts';

/** Who logs in, how, and for how long. */
export type PinnedLogin = Pick<
  TargetOptions,
  'credential' | 'preferredKeyExchange' | 'offer' | 'timeoutMs' | 'signal' | 'open'
>;

/** Logs in to servers, checking the host keys pinned for them. */
@Injectable()
export class PinnedLogins {
  constructor(
    private readonly hostKeys: HostKeys,
    private readonly environment: Environment,
  ) {}

  /** A key that could not be compared is not trusted, but the server is not blamed for it. */
  async logIn<T>(server: Place, login: PinnedLogin, connect: (options: TargetOptions) => Promise<T>): Promise<T> {
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
