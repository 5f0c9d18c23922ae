import type { Duplex } from 'node:stream';
import { forward, ForwardingRefused } from '../../ssh/forwarded-stream.ts';
import type { Leg } from '../../ssh/leg.ts';
import { dialTarget } from '../../ssh/target-dialler.ts';
import { TargetError, type TargetErrorReason } from '../../ssh/target-error.ts';
import type { NetworkProxy } from '../network-routes.api.ts';
import type { PinnedLogins } from '../pinned-logins.ts';
import { directPlace } from '../place.api.ts';
import type { ProxyFault } from '../proxy-error.api.ts';
import { proxyError, proxyMs, targetUnreachable, type Destination } from './proxy-connection.ts';

const faults: Partial<Record<TargetErrorReason, ProxyFault>> = {
  unreachable: 'unreachable',
  closed: 'unreachable',
  timeout: 'timeout',
  authentication: 'password',
};

/** Logs in to SSH servers and connects through them (direct-tcpip). */
export class SshProxy {
  constructor(
    private readonly logins: PinnedLogins,
    private readonly accountId: string,
    private readonly proxy: NetworkProxy,
  ) {}

  /** @throws ProxyError, and what the database throws */
  async connect(destination: Destination, signal: AbortSignal): Promise<Duplex> {
    const leg = await this.logIn(signal);
    const stop = () => leg.destroy('the connection is no longer wanted');
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await forward(leg, destination);
    } catch (error) {
      leg.end();
      if (!(error instanceof ForwardingRefused)) throw this.explained(error);
      throw targetUnreachable(this.proxy, destination, error.message);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Logs in and out again. @throws ProxyError, and what the database throws */
  async prove(signal: AbortSignal): Promise<void> {
    (await this.logIn(signal)).end();
  }

  private async logIn(signal: AbortSignal): Promise<Leg> {
    const { address, port, userName = '', password } = this.proxy;
    const login = { credential: { userName, password }, timeoutMs: proxyMs, signal };
    const place = directPlace({ accountId: this.accountId, address, port });
    try {
      return await this.logins.logIn(place, login, dialTarget);
    } catch (error) {
      throw this.explained(error);
    }
  }

  private explained(error: unknown): unknown {
    if (!(error instanceof TargetError)) return error;
    return proxyError(this.proxy, faults[error.reason] ?? 'other', `cannot be used: ${error.message}`);
  }
}
