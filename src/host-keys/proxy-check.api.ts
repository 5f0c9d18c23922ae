import { Injectable } from '@nestjs/common';
import type { NetworkProxy } from './network-routes.api.ts';
import { ProxiedConnections } from './proxied-connections.ts';
import { ProxyError, type ProxyFault } from './proxy-error.api.ts';

/** Asks proxies whether they can be used. */
@Injectable()
export class ProxyCheck {
  constructor(private readonly proxied: ProxiedConnections) {}

  /** What is wrong with the proxy, which is dialled now; undefined when it answers and accepts the password. */
  async faultOf(accountId: string, proxy: NetworkProxy): Promise<ProxyFault | undefined> {
    try {
      await this.proxied.prove(accountId, proxy);
      return undefined;
    } catch (error) {
      if (error instanceof ProxyError) return error.fault;
      throw error;
    }
  }
}
