import { BlockList, isIP } from 'node:net';

/** Addresses and networks, for example `10.0.0.0/8`. */
export class Networks {
  private readonly list = new BlockList();

  /** @throws RangeError that names the first entry that is neither an address nor a network, or is every address */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.add(entry);
  }

  /** `address` is without prefix and zone, as `plainAddress` returns it. */
  includes(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.list.check(address, familyName(family));
  }

  private add(entry: string): void {
    const [, address = '', prefix] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(entry) ?? [];
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    const length = Number(prefix ?? bits);
    if (family === 0 || address.includes('%') || length > bits) throw new RangeError(entry);
    this.list.addSubnet(address, length, familyName(family));
  }
}

function familyName(family: number): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}
