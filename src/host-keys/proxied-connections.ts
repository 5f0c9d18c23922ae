import { Injectable } from '@nestjs/common';
import type { Duplex } from 'node:stream';
import type { NetworkProxy } from './network-routes.api.ts';
import { PinnedLogins } from './pinned-logins.ts';
import { throughHttp } from './proxies/http-proxy.ts';
import { proxyError, proxyMs, type Destination } from './proxies/proxy-connection.ts';
import { throughSocks5 } from './proxies/socks5-proxy.ts';
import { SshProxy } from './proxies/ssh-proxy.ts';
import { ProxyError } from './proxy-error.api.ts';

/** Connects through proxies. */
@Injectable()
export class ProxiedConnections {
  constructor(private readonly logins: PinnedLogins) {}

  /**
   * Connects through the first proxy that answers. What it answers is final: the others stand in for a proxy that is
   * down, not for one that refuses.
   * @throws ProxyError, and what the database throws when the host key of an SSH proxy is compared
   */
  async open(
    accountId: string,
    proxies: readonly NetworkProxy[],
    destination: Destination,
    signal: AbortSignal,
  ): Promise<Duplex> {
    const silent: string[] = [];
    for (const proxy of proxies) {
      try {
        return await inTime(proxy, signal, (limit) => this.through(accountId, proxy, destination, limit));
      } catch (error) {
        if (!(error instanceof ProxyError) || error.isAnswer || signal.aborted) throw error;
        silent.push(error.message);
      }
    }
    throw new ProxyError('unreachable', silent.join('; '));
  }

  /**
   * Logs in to the proxy. One that knows no login of its own is asked to connect to itself: whatever it says to that,
   * it says after the password.
   * @throws ProxyError, and what the database throws
   */
  async prove(accountId: string, proxy: NetworkProxy): Promise<void> {
    const { kind, address: host, port } = proxy;
    const forever = new AbortController().signal;
    await inTime(proxy, forever, async (limit) => {
      if (kind === 'ssh') return new SshProxy(this.logins, accountId, proxy).prove(limit);
      const stream = await this.through(accountId, proxy, { host, port }, limit);
      stream.destroy();
    }).catch((error: unknown) => {
      if (!(error instanceof ProxyError && error.fault === 'target')) throw error;
    });
  }

  private through(
    accountId: string,
    proxy: NetworkProxy,
    destination: Destination,
    signal: AbortSignal,
  ): Promise<Duplex> {
    switch (proxy.kind) {
      case 'ssh':
        return new SshProxy(this.logins, accountId, proxy).connect(destination, signal);
      case 'http':
        return throughHttp(proxy, destination, signal);
      case 'socks5':
        return throughSocks5(proxy, destination, signal);
    }
  }
}

/** Aborts work that takes too long. Whatever it then fails with, the proxy did not answer in time. */
async function inTime<T>(
  proxy: NetworkProxy,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, proxyMs);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await work(limit.signal);
  } catch (error) {
    throw limit.signal.aborted ? proxyError(proxy, 'timeout', 'did not answer in time') : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
