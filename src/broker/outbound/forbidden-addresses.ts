import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { HostLogon } from '../../bastionhost/bastionhost.api.ts';

/** Where clouds answer about a machine and its role to whoever asks from it; 100.100.100.200 is Alibaba Cloud's. */
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16);
metadata.addAddress('100.100.100.200');
metadata.addAddress('fd00:ec2::254', 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('0.0.0.0');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');

type Address = Pick<HostLogon, 'address' | 'port'>;

/** Where no engineer is connected to, whatever is entered as the address of a host: back to us, and to metadata. */
@Injectable()
export class ForbiddenAddresses {
  private readonly ports = new Set<number>();

  /** This process accepts engineers on this port. */
  listensOn(port: number): void {
    this.ports.add(port);
  }

  /** Whether the host is at such an address, after the name of it is resolved. */
  async includes({ address, port }: Address): Promise<boolean> {
    const found = await resolved(address);
    return found.some((ip) => isIn(metadata, ip) || (this.ports.has(port) && isOurs(ip)));
  }
}

/** Nothing for a name that cannot be resolved: who dials it says so. */
async function resolved(address: string): Promise<string[]> {
  if (isIP(address)) return [address];
  const found = await lookup(address, { all: true }).catch(() => []);
  return found.map(({ address: ip }) => ip);
}

function isOurs(ip: string): boolean {
  const own = new BlockList();
  for (const { address } of Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []))
    own.addAddress(address, familyOf(address));
  return isIn(loopback, ip) || isIn(own, ip);
}

/** Whatever the spelling: an IPv4 address may be written as one of IPv6, and one of IPv6 with a zone. */
function isIn(list: BlockList, ip: string): boolean {
  const [address] = ip.split('%', 1);
  return list.check(address!, familyOf(address!));
}

const familyOf = (ip: string) => (isIP(ip) === 4 ? 'ipv4' : 'ipv6');
