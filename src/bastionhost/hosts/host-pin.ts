import type { Place } from '../../host-keys/place.api.ts';
import { dialledAddress, type Addresses, type Host } from './host.entity.ts';

/** Where the host is dialled and its host key is pinned. Host names are case-insensitive. */
export function placeOf(host: Addresses & Pick<Host, 'accountId' | 'networkDomainId' | 'port'>): Place {
  const { accountId, networkDomainId, port } = host;
  return { accountId, networkDomainId, address: dialledAddress(host).toLowerCase(), port };
}

/** The holder of the host's key pin. */
export function holderOf({ id }: Pick<Host, 'id'>): string {
  return `host/${id}`;
}
