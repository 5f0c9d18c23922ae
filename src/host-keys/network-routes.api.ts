import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import { directNetworkDomain, type Place } from './place.api.ts';

/** A proxy of a network domain. It is dialled in the built-in domain, and its name is resolved by this process. */
export interface NetworkProxy {
  readonly kind: 'ssh' | 'http' | 'socks5';
  readonly address: string;
  readonly port: number;
  /** Absent, as is the password, for a proxy that asks for none. */
  readonly userName?: string;
  readonly password?: Redacted<string>;
}

/** A network domain. */
export type NetworkDomainKey = Pick<Place, 'accountId' | 'networkDomainId'>;

/** The proxies of a domain in the order in which they are tried; none where it is reached directly. */
export type FindProxies = (domain: NetworkDomainKey) => Promise<readonly NetworkProxy[] | undefined>;

/** How network domains are reached. The product that keeps them registers where they are found. */
@Injectable()
export class NetworkRoutes {
  private find: FindProxies = () => Promise.resolve(undefined);

  /** Must be called while the service starts. */
  register(find: FindProxies): void {
    this.find = find;
  }

  /** The domain's proxies; undefined when there is no such domain, so that nothing in it may be dialled. */
  async proxiesOf({ accountId, networkDomainId }: NetworkDomainKey): Promise<readonly NetworkProxy[] | undefined> {
    return networkDomainId === directNetworkDomain ? [] : this.find({ accountId, networkDomainId });
  }
}
