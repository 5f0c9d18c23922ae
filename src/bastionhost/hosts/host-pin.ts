import type { HostAddress } from '../../host-keys/host-keys.api.ts';
import { dialledAddress, type Addresses, type Host } from './host.entity.ts';

/** The address that the host is dialled at and its host key is pinned to. Host names are case-insensitive. */
export function placeOf(host: Addresses & Pick<Host, 'accountId' | 'port'>): HostAddress {
  return { accountId: host.accountId, address: dialledAddress(host).toLowerCase(), port: host.port };
}

/** The holder of the host's key pin. */
export function holderOf({ id }: Pick<Host, 'id'>): string {
  return `host/${id}`;
}
