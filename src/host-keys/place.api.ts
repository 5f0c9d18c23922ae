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
