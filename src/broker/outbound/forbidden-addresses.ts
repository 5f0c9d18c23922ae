import dns from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
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
    return (await resolved(address)).some((ip) => this.isForbidden(ip, port));
  }

  /**
   * How the name of a host is resolved when it is dialled, as `net.connect` asks for it: the name may lead elsewhere by
   * then. Not asked about addresses, which stay what they are.
   */
  lookupFor(port: number): LookupFunction {
    return (name, options, callback) =>
      dns.lookup(name, options, (error, found, family) => {
        if (error) return callback(error, found, family);
        const ips = Array.isArray(found) ? found.map(({ address }) => address) : [found];
        if (!ips.some((ip) => this.isForbidden(ip, port))) return callback(null, found, family);
        callback(Object.assign(new Error(`${name} leads to where no host can be`), { code: dns.REFUSED }), []);
      });
  }

  private isForbidden(ip: string, port: number): boolean {
    return isIn(metadata, ip) || (this.ports.has(port) && isOurs(ip));
  }
}

/** Nothing for a name that cannot be resolved: who dials it says so. */
async function resolved(address: string): Promise<string[]> {
  if (isIP(address)) return [address];
  const found = await dns.promises.lookup(address, { all: true }).catch(() => []);
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
