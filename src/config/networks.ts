import { BlockList, isIP } from 'node:net';

/** Addresses and networks, for example `10.0.0.0/8`. */
export class Networks {
  private readonly list = new BlockList();

  /** @throws RangeError that names the first entry that is neither an address nor a network */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.add(entry);
  }

  /** `address` is without prefix and zone, as `plainAddress` returns it. */
  includes(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.list.check(address, familyName(family));
  }

  private add(entry: string): void {
    const network = parse(entry);
    if (!network) throw new RangeError(entry);
    this.list.addSubnet(network.address, network.length, familyName(network.family));
  }
}

/** Whether the text is an address or a network. */
export function isNetwork(entry: string): boolean {
  return parse(entry) !== undefined;
}

function parse(entry: string) {
  const [, address = '', prefix] = /^([^/]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(entry) ?? [];
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const length = Number(prefix ?? bits);
  return family === 0 || address.includes('%') || length > bits ? undefined : { address, length, family };
}

function familyName(family: number): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}
