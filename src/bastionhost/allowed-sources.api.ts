import { Networks } from '../config/networks.ts';

/** Which public addresses may log on at a listener. */
export interface PublicSources {
  readonly isEnabled: boolean;
  /** Addresses and networks; empty: every public address. */
  readonly addresses: readonly string[];
}

/** Addresses that no route of the internet leads to: loopback, private, shared (RFC 6598), link-local, unique local. */
const privateNetworks = new Networks([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
]);

/** The addresses that may log on at a listener: all private ones, and those public ones that its settings allow. */
export class AllowedSources {
  private readonly listed?: Networks;

  /** @throws RangeError that names the first entry that is neither an address nor a network */
  constructor(private readonly sources: PublicSources) {
    if (sources.addresses.length > 0) this.listed = new Networks(sources.addresses);
  }

  /** `address` is without prefix and zone, as `plainAddress` returns it. */
  includes(address: string): boolean {
    if (privateNetworks.includes(address)) return true;
    return this.sources.isEnabled && (this.listed?.includes(address) ?? true);
  }
}
