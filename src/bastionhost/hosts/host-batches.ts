import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { ServiceError } from '../../common/service-error.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { within, type Bastion } from '../instances/bastion.ts';
import { NetworkDomains } from '../network-domains/network-domains.ts';
import { Host, protocolOf, type AddressType, type ProtocolName } from './host.entity.ts';
import { HostsService, type HostChange } from './hosts.ts';

export interface PortChange {
  readonly protocolName: ProtocolName;
  readonly port: number;
}

/** The outcome for one host. */
export interface HostResult {
  readonly hostId: string;
  /** INVALID_ARGUMENT: the host does not speak that protocol, or has no such address. */
  readonly code: 'OK' | 'OBJECT_NOT_FOUND' | 'INVALID_ARGUMENT';
}

/** The same change to several hosts, one after another. A failure is reported in the code of the item. */
@Injectable()
export class HostBatches {
  constructor(
    @InjectRepository(Host) private readonly rows: Repository<Host>,
    private readonly hosts: HostsService,
    private readonly domains: NetworkDomains,
  ) {}

  setPorts(bastion: Bastion, hostIds: readonly string[], change: PortChange): Promise<HostResult[]> {
    const { protocolName, port } = change;
    return this.each(bastion, hostIds, (host) => (protocolOf(host.osType) === protocolName ? { port } : undefined));
  }

  setActiveAddressType(bastion: Bastion, hostIds: readonly string[], type: AddressType): Promise<HostResult[]> {
    return this.each(bastion, hostIds, () => ({ activeAddressType: type }));
  }

  /** @throws NetworkDomainNotFound */
  async moveTo(bastion: Bastion, networkDomainId: string, hostIds: readonly string[]): Promise<HostResult[]> {
    await this.domains.get(bastion, networkDomainId);
    return this.each(bastion, hostIds, () => ({ networkDomainId }));
  }

  private async each(
    bastion: Bastion,
    hostIds: readonly string[],
    changeOf: (host: Host) => HostChange | undefined,
  ): Promise<HostResult[]> {
    const results: HostResult[] = [];
    for (const hostId of hostIds) results.push({ hostId, code: await this.one(bastion, hostId, changeOf) });
    return results;
  }

  private async one(
    bastion: Bastion,
    id: string,
    changeOf: (host: Host) => HostChange | undefined,
  ): Promise<HostResult['code']> {
    const host = await this.rows.findOneBy({ ...within(bastion), id });
    if (!host) return 'OBJECT_NOT_FOUND';
    const change = changeOf(host);
    if (!change) return 'INVALID_ARGUMENT';
    try {
      await this.hosts.modify(bastion, id, change);
      return 'OK';
    } catch (error) {
      return codeOf(error);
    }
  }
}

/** The host may be deleted at the same time. */
function codeOf(error: unknown): HostResult['code'] {
  const { InvalidParameter, HostNotFound } = BastionhostErrors.table;
  if (error instanceof ServiceError && error.code === InvalidParameter.code) return 'INVALID_ARGUMENT';
  if (error instanceof ServiceError && error.code === HostNotFound.code) return 'OBJECT_NOT_FOUND';
  throw error;
}
