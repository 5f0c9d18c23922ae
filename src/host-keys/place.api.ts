/**
 * Where a server is dialled. The same address in another network domain is another server, so pins belong to places.
 */
export interface Place {
  readonly accountId: string;
  readonly networkDomainId: string;
  /** An IP address or a host name. */
  readonly address: string;
  readonly port: number;
}

/** The network domain that every account has: what this process reaches by itself. */
export const directNetworkDomain = '1';

/** A place that this process reaches by itself, such as the server of a proxy. */
export function directPlace({ accountId, address, port }: Omit<Place, 'networkDomainId'>): Place {
  return { accountId, networkDomainId: directNetworkDomain, address, port };
}

/** A place as it is compared and kept. Host names are case-insensitive. */
export function comparablePlace({ accountId, networkDomainId, address, port }: Place): Place {
  return { accountId, networkDomainId, address: address.toLowerCase(), port };
}
