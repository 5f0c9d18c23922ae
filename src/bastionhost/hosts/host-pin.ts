import type { HostAddress } from '../../host-keys/host-keys.api.ts';
import { dialledAddress, type Addresses, type Host } from './host.entity.ts';

/** Where the host is dialled, and its host key pinned. Host names are the same in either case. */
export function placeOf(host: Addresses & Pick<Host, 'accountId' | 'port'>): HostAddress {
  return { accountId: host.accountId, address: dialledAddress(host).toLowerCase(), port: host.port };
}

/** Who holds the pin of its host key. */
export function holderOf({ id }: Pick<Host, 'id'>): string {
  return `host/${id}`;
}
