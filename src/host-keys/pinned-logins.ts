import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import type { TargetOptions } from '../ssh/target-login.ts';
import { HostKeys } from './host-keys.api.ts';
import type { Place } from './place.api.ts';
import { UnpinnedHostKey } from './unpinned-host-key.api.ts';

/** Who logs in, how, and for how long. */
export type PinnedLogin = Pick<
  TargetOptions,
  'credential' | 'preferredKeyExchange' | 'lookup' | 'offer' | 'timeoutMs' | 'signal' | 'open'
> & {
  /** A key that is not pinned yet is refused, too. */
  readonly mustBePinned?: boolean;
};

/** Logs in to servers, checking the host keys pinned for them. */
@Injectable()
export class PinnedLogins {
  constructor(
    private readonly hostKeys: HostKeys,
    private readonly environment: Environment,
  ) {}

  /** A key that could not be compared is not trusted, but the server is not blamed for it. @throws UnpinnedHostKey */
  async logIn<T>(
    server: Place,
    { mustBePinned, ...login }: PinnedLogin,
    connect: (options: TargetOptions) => Promise<T>,
  ): Promise<T> {
    const { address: host, port } = server;
    const pin = await this.hostKeys.find(server);
    if (mustBePinned && !pin) throw new UnpinnedHostKey(host, port);
    const isTrusted = (publicKey: Buffer) =>
      mustBePinned ? this.hostKeys.isPinned(server, publicKey) : this.hostKeys.trust(server, publicKey);
    let failure: unknown;
    const verifyHostKey = (publicKey: Buffer) =>
      isTrusted(publicKey).catch((error: unknown) => {
        failure = error;
        return false;
      });
    const hostKeyType = pin?.keyType;
    const { legacySshAlgorithms: legacyAlgorithms } = this.environment;
    return connect({ ...login, host, port, verifyHostKey, hostKeyType, legacyAlgorithms }).catch((error: unknown) => {
      throw failure ?? error;
    });
  }
}
