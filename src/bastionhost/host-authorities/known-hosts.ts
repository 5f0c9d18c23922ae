import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { canBePrincipal } from '../../ssh/host-certificate.ts';
import { Host } from '../hosts/host.entity.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { HostAuthorities } from './host-authorities.ts';

const sshPort = 22;
/** Characters of patterns in one line: older clients cut long ones. */
const longestPatterns = 4096;

type NamedHost = Pick<Host, 'id' | 'hostName' | 'privateAddress' | 'publicAddress' | 'sourceInstanceId' | 'port'>;

/** What an engineer's client has to know to take the certificates of an instance. */
@Injectable()
export class KnownHosts {
  constructor(
    private readonly authorities: HostAuthorities,
    @InjectRepository(Host) private readonly hosts: Repository<Host>,
  ) {}

  /** Lines for known_hosts: each authority, for the hosts of the instance by all their names, and for no other host. */
  async lines(bastion: Bastion): Promise<string[]> {
    const authorities = await this.authorities.list(bastion);
    const select = { id: true, hostName: true, privateAddress: true, publicAddress: true, sourceInstanceId: true };
    const hosts = await this.hosts.find({
      select: { ...select, port: true },
      where: within(bastion),
      order: { id: 'ASC' },
    });
    const lists = inLines([...new Set(hosts.flatMap(patternsOf))]);
    return authorities.flatMap(({ publicKey }) => lists.map((list) => `@cert-authority ${list} ${publicKey}`));
  }
}

/** A client that dials another port than 22 looks for the name with its port. */
function patternsOf({ id, hostName, privateAddress, publicAddress, sourceInstanceId, port }: NamedHost): string[] {
  const names = [hostName, privateAddress, publicAddress, sourceInstanceId ?? '', id].filter(canBePrincipal);
  return port === sshPort ? names : [...names, ...names.map((name) => `[${name}]:${port}`)];
}

function inLines(patterns: readonly string[]): string[] {
  const lines: string[] = [];
  for (const pattern of patterns) {
    const last = lines.at(-1);
    if (last && last.length + pattern.length < longestPatterns) lines[lines.length - 1] = `${last},${pattern}`;
    else lines.push(pattern);
  }
  return lines;
}
