import { Injectable } from '@nestjs/common';
import type { Leg } from '../ssh/leg.ts';
import { openRemoteShell, proveLogin, type RemoteShell } from '../ssh/remote-command.ts';
import { dialTarget } from '../ssh/target-dialler.ts';
import { TargetError } from '../ssh/target-error.ts';
import type { TargetOptions } from '../ssh/target-login.ts';
import { NetworkRoutes } from './network-routes.api.ts';
import { PinnedLogins, type PinnedLogin as Login } from './pinned-logins.ts';
import type { Place } from './place.api.ts';
import { ProxiedConnections } from './proxied-connections.ts';

/** Who logs in, how, and for how long: the proxies of the network domain included. */
export type PinnedLogin = Omit<Login, 'open'>;

/**
 * Logs in to servers through the proxies of their network domains, checking the host keys pinned for them. Servers are
 * dialled in no other way.
 * @throws TargetError, or what the database throws when a pin or a proxy cannot be read; all methods
 */
@Injectable()
export class PinnedDialler {
  constructor(
    private readonly logins: PinnedLogins,
    private readonly routes: NetworkRoutes,
    private readonly proxied: ProxiedConnections,
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

  private async logIn<T>(
    server: Place,
    login: PinnedLogin,
    connect: (options: TargetOptions) => Promise<T>,
  ): Promise<T> {
    return this.logins.logIn(server, { ...login, open: await this.wayTo(server) }, connect);
  }

  /** Undefined where the server is dialled directly. Never for a domain that is gone: its servers are elsewhere. */
  private async wayTo(server: Place): Promise<TargetOptions['open']> {
    const { accountId, address: host, port } = server;
    const proxies = await this.routes.proxiesOf(server);
    if (!proxies) throw new TargetError('unreachable', `${host}:${port} is in a network domain that does not exist`);
    if (proxies.length === 0) return undefined;
    return (signal) => this.proxied.open(accountId, proxies, { host, port }, signal);
  }
}
